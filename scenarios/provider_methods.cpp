// Every method of a provider's IWbemServices, asked whether it is there: what is not implemented says so (PRV-1).
#include <span>
#include <vector>

#include <fmt/format.h>

#include "harness/com/bstr.h"
#include "harness/com/watched_bstr.h"
#include "scenarios/provider_play.h"

namespace wbemcheck::scenarios {
namespace {

using stage::Stage;
using stage::StagedSink;
using trace::Method;

// Names of nothing, so that no method can do harm, and which of them the method was given.
class Names {
public:
    explicit Names(const ProvidedThings& things)
        : path_(com::make_bstr(things.missing_object_path.empty() ? things.missing_class : things.missing_object_path)),
          class_(com::make_bstr(things.missing_class)),
          query_(com::make_bstr("SELECT * FROM " + things.missing_class)),
          notification_(com::make_bstr("SELECT * FROM " + things.missing_class + " WITHIN 60")),
          language_(com::make_bstr("WQL")),
          method_(com::make_bstr("WbemcheckNoSuchMethod")) {}

    BSTR path() { return lend("the path", path_); }
    BSTR class_name() { return lend("the class name", class_); }
    BSTR query() { return lend("strQuery", query_); }
    BSTR notification() { return lend("strQuery", notification_); }
    BSTR language() { return lend("strQueryLanguage", language_); }
    BSTR method() { return lend("strMethodName", method_); }
    [[nodiscard]] std::span<const Stage::LentText> lent() const noexcept { return lent_; }

private:
    BSTR lend(std::string_view parameter, com::WatchedBstr& text) {
        lent_.push_back({parameter, &text});
        return text.get();
    }

    com::WatchedBstr path_;
    com::WatchedBstr class_;
    com::WatchedBstr query_;
    com::WatchedBstr notification_;
    com::WatchedBstr language_;
    com::WatchedBstr method_;
    std::vector<Stage::LentText> lent_;
};

struct Question {
    IWbemServices& services;
    IWbemClassObject* object;  // an instance of the class, with a key that nobody has
    IWbemContext* context;
    IWbemObjectSink* sink;
    Names& names;
};

HRESULT ask(const Question& q, Method method) {
    com::com_ptr<IWbemServices> services;
    com::com_ptr<IWbemClassObject> object;
    com::com_ptr<IEnumWbemClassObject> enumerator;
    com::com_ptr<IWbemObjectSink> sink;
    constexpr LONG kUpdate = WBEM_FLAG_UPDATE_ONLY;
    switch (method) {
        case Method::kOpenNamespace: return q.services.OpenNamespace(q.names.class_name(), 0, nullptr, services.put(), nullptr);
        case Method::kCancelAsyncCall: return q.services.CancelAsyncCall(q.sink);
        case Method::kQueryObjectSink: return q.services.QueryObjectSink(0, sink.put());
        case Method::kGetObject: return q.services.GetObject(q.names.path(), 0, q.context, object.put(), nullptr);
        case Method::kGetObjectAsync: return q.services.GetObjectAsync(q.names.path(), 0, q.context, q.sink);
        case Method::kPutClass: return q.services.PutClass(q.object, kUpdate, q.context, nullptr);
        case Method::kPutClassAsync: return q.services.PutClassAsync(q.object, kUpdate, q.context, q.sink);
        case Method::kDeleteClass: return q.services.DeleteClass(q.names.class_name(), 0, q.context, nullptr);
        case Method::kDeleteClassAsync: return q.services.DeleteClassAsync(q.names.class_name(), 0, q.context, q.sink);
        case Method::kCreateClassEnum: return q.services.CreateClassEnum(q.names.class_name(), 0, q.context, enumerator.put());
        case Method::kCreateClassEnumAsync: return q.services.CreateClassEnumAsync(q.names.class_name(), 0, q.context, q.sink);
        case Method::kPutInstance: return q.services.PutInstance(q.object, kUpdate, q.context, nullptr);
        case Method::kPutInstanceAsync: return q.services.PutInstanceAsync(q.object, kUpdate, q.context, q.sink);
        case Method::kDeleteInstance: return q.services.DeleteInstance(q.names.path(), 0, q.context, nullptr);
        case Method::kDeleteInstanceAsync: return q.services.DeleteInstanceAsync(q.names.path(), 0, q.context, q.sink);
        case Method::kCreateInstanceEnum:
            return q.services.CreateInstanceEnum(q.names.class_name(), 0, q.context, enumerator.put());
        case Method::kCreateInstanceEnumAsync:
            return q.services.CreateInstanceEnumAsync(q.names.class_name(), 0, q.context, q.sink);
        case Method::kExecQuery: return q.services.ExecQuery(q.names.language(), q.names.query(), 0, q.context, enumerator.put());
        case Method::kExecQueryAsync: return q.services.ExecQueryAsync(q.names.language(), q.names.query(), 0, q.context, q.sink);
        case Method::kExecNotificationQuery:
            return q.services.ExecNotificationQuery(q.names.language(), q.names.notification(),
                                                    WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, q.context,
                                                    enumerator.put());
        case Method::kExecNotificationQueryAsync:
            return q.services.ExecNotificationQueryAsync(q.names.language(), q.names.notification(), 0, q.context, q.sink);
        case Method::kExecMethod:
            return q.services.ExecMethod(q.names.path(), q.names.method(), 0, q.context, nullptr, object.put(), nullptr);
        default: return q.services.ExecMethodAsync(q.names.path(), q.names.method(), 0, q.context, nullptr, q.sink);
    }
}

bool changes_instances(Method method) noexcept {
    return method == Method::kPutInstance || method == Method::kPutInstanceAsync || method == Method::kDeleteInstance ||
           method == Method::kDeleteInstanceAsync;
}

bool is_operation(Method method) noexcept {
    return trace::is_asynchronous(method) && method != Method::kExecNotificationQueryAsync;
}

void ask_for(Stage& stage, const ProvidedThings& things, Method method) {
    if (things.missing_object_path.empty() && changes_instances(method)) {
        throw stage::FeatureMissing("no key is known that nobody uses: " + things.class_name, S_FALSE);
    }
    const Hosted hosted = host(stage, things);
    const com::com_ptr<IWbemClassObject> instance = make_instance_of_nobody(stage, things);
    Names names(things);
    const com::com_ptr<IWbemContext> context = make_context();
    StagedSink& sink = stage.make_sink();
    stage.note_stub_asked(hosted.client);
    const HRESULT result =
        ask({*hosted.client.services(), instance.get(), context.get(), sink.get(), names}, method);
    stage.note_lent(probe::last_call_of_this_thread(), names.lent());
    if (SUCCEEDED(result) && is_operation(method)) {
        stage.expect_final(sink);
        (void)stage.await_final(sink);
    }
}

}  // namespace

void add_provider_method_scenarios(std::vector<Scenario>& scenarios) {
    for (auto slot = static_cast<std::uint16_t>(Method::kOpenNamespace);
         slot <= static_cast<std::uint16_t>(Method::kExecMethodAsync); ++slot) {
        const auto method = static_cast<Method>(slot);
        scenarios.push_back(make_provider_scenario(
            fmt::format("implements/{}", trace::name_of(method)),
            fmt::format("Calls {} of a provider for nothing that exists: a method that is not implemented says so.",
                        trace::name_of(method)),
            true, [method](Stage& stage, const ProvidedThings& things) { ask_for(stage, things, method); }));
    }
}

}  // namespace wbemcheck::scenarios
