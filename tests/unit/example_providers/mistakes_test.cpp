// The providers with mistakes: that all of them are there, and that those whose mistake does no harm to this
// process make it and no other.
#include "tests/providers/mistakes.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <thread>

#include "harness/com/guid.h"
#include "harness/com/watched_bstr.h"
#include "harness/contract/clause.h"
#include "tests/providers/mistaken.h"
#include "tests/unit/example_providers/wmi.h"
#include "tests/unit/latch.h"

namespace wbemcheck::example::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Mistakes, HaveNamesAndClassesOfTheirOwn) {
    std::set<std::string_view> ids;
    std::set<std::string> classes;
    for (const Mistake& mistake : kMistakes) {
        EXPECT_TRUE(ids.insert(mistake.id).second) << mistake.id;
        EXPECT_TRUE(classes.insert(com::format_guid(mistake.class_id)).second) << mistake.id;
    }
}

TEST(Mistakes, NameClausesOfTheContract) {
    for (const Mistake& mistake : kMistakes) {
        EXPECT_FALSE(mistake.clauses.front().empty()) << mistake.id;
        for (const std::string_view clause : mistake.clauses) {
            EXPECT_TRUE(clause.empty() || contract::find_clause(clause) != nullptr)
                << mistake.id << ": " << clause;
        }
    }
}

TEST(Mistakes, AreMadeByAProviderOfTheirKind) {
    for (const Mistake& mistake : kMistakes) {
        const auto provider = make_mistaken_provider(mistake.id);
        ASSERT_TRUE(provider) << mistake.id;
        EXPECT_TRUE(provider.as<IWbemProviderInit>()) << mistake.id;
        EXPECT_EQ(static_cast<bool>(provider.as<IWbemEventProvider>()), mistake.kind == ProviderKind::kEvent)
            << mistake.id;
        EXPECT_EQ(static_cast<bool>(provider.as<IWbemServices>()), mistake.kind != ProviderKind::kEvent)
            << mistake.id;
    }
}

// One request to one provider, and everything that it did.
class MistakenProvider : public testing::Test {
protected:
    void load(std::string_view id) {
        provider_ = wmi_.load<IWbemServices>(make_mistaken_provider(id));
        ASSERT_TRUE(provider_);
    }
    HRESULT get(std::string_view path, LONG flags = 0) {
        return provider_->GetObjectAsync(bstr(path).get(), flags, wmi_.context.get(), names_.sink.get());
    }
    HRESULT enumerate(std::string_view class_name = "Example_Volume") {
        return provider_->CreateInstanceEnumAsync(bstr(class_name).get(), 0, wmi_.context.get(),
                                                  names_.sink.get());
    }
    // What a right provider does, seen from here.
    void expect_success(std::vector<std::string> names) {
        EXPECT_EQ(names_.values, names);
        EXPECT_THAT(names_.sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
        EXPECT_FALSE(names_.sink->has_offence());
    }

    const std::vector<std::string> all_ = {"archive", "data", "system"};
    Wmi wmi_;
    Collected names_{"Name"};
    com::com_ptr<IWbemServices> provider_;
};

constexpr const char* kData = "Example_Volume.Name=\"data\"";
constexpr const char* kNone = "Example_Volume.Name=\"none\"";

TEST_F(MistakenProvider, NoFinalStatus) {
    load("no-final-status");
    EXPECT_THAT(enumerate(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_.values, all_);
    EXPECT_EQ(names_.sink->finals(), 0U);
}

TEST_F(MistakenProvider, DisagreeingReturnValue) {
    load("disagreeing-return-value");
    EXPECT_THAT(enumerate(), ResultIs(WBEM_E_FAILED));
    expect_success(all_);
}

TEST_F(MistakenProvider, SecondFinalStatus) {
    load("second-final-status");
    EXPECT_THAT(enumerate(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_.sink->finals(), 2U);
}

TEST_F(MistakenProvider, ProgressUnasked) {
    load("progress-unasked");
    EXPECT_THAT(enumerate(), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_.sink->count(SinkEvent::Kind::kProgress), 1U);
    expect_success(all_);
}

TEST_F(MistakenProvider, FreedInBstr) {
    load("freed-in-bstr");
    com::WatchedBstr path(bstr(kData));
    EXPECT_THAT(provider_->GetObjectAsync(path.get(), 0, wmi_.context.get(), names_.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(path.check(), com::WatchedBstr::Fate::kFreed);
}

TEST_F(MistakenProvider, ObjectReleasedTwice) {
    load("object-released-twice");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(wmi_.space->references_to_last_class(), -1);
    wmi_.space->balance_last_class();
}

TEST_F(MistakenProvider, LeakedObjectOnFailingPath) {
    load("leaked-object-on-failing-path");
    EXPECT_THAT(get(kNone), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_.sink->final_event().result, ResultIs(WBEM_E_NOT_FOUND));
    EXPECT_EQ(wmi_.space->references_to_last_class(), 1);
    wmi_.space->balance_last_class();
}

TEST_F(MistakenProvider, LeakedNamespace) {
    load("leaked-namespace");
    EXPECT_THAT(enumerate(), ResultIs(WBEM_S_NO_ERROR));
    expect_success(all_);
    provider_.reset();
    EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 3U);
    wmi_.space->Release();
}

TEST_F(MistakenProvider, LeakedContext) {
    load("leaked-context");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(references(wmi_.context.get()), 2U);
    wmi_.context->Release();
}

TEST_F(MistakenProvider, LeakedSink) {
    load("leaked-sink");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(names_.sink->references(), 2);
    names_.sink.get()->Release();
}

TEST_F(MistakenProvider, ReleasesTooOften) {
    load("releases-too-often");
    names_.sink.get()->AddRef();
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(names_.sink->references(), 1);
}

TEST_F(MistakenProvider, SinkUsedWithoutReference) {
    load("sink-used-without-reference");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_.sink->references(), 1);
    ASSERT_TRUE(names_.sink->wait_for_rest(1, 1));
    while (references(provider_.get()) > 1) {
        std::this_thread::yield();  // its thread may still be in SetStatus, and nothing but this test keeps the sink
    }
    expect_success({"data"});
}

TEST_F(MistakenProvider, IdentityBroken) {
    load("identity-broken");
    EXPECT_NE(provider_.as<IUnknown>(), provider_.as<IUnknown>());
    EXPECT_THAT(enumerate(), ResultIs(WBEM_S_NO_ERROR));
    expect_success(all_);
}

TEST_F(MistakenProvider, StubsThatSucceedAndStubsWithAnotherError) {
    for (const auto& [id, answer] : {std::pair<const char*, HRESULT>{"success-from-a-stub", WBEM_S_NO_ERROR},
                                     {"stub-with-other-error", WBEM_E_NOT_SUPPORTED}}) {
        wmi_.init_sink->told.clear();
        load(id);
        EXPECT_THAT(provider_->DeleteClassAsync(bstr("Example_Volume").get(), 0, nullptr, names_.sink.get()),
                    ResultIs(answer));
        EXPECT_THAT(names_.sink->events(), IsEmpty());
    }
}

TEST_F(MistakenProvider, AcceptsNullSink) {
    load("accepts-null-sink");
    EXPECT_THAT(provider_->GetObjectAsync(bstr(kData).get(), 0, nullptr, nullptr), ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(MistakenProvider, WrongObject) {
    load("wrong-object");
    EXPECT_THAT(get(kNone), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"archive"});
}

TEST_F(MistakenProvider, UnknownClassAccepted) {
    load("unknown-class-accepted");
    EXPECT_THAT(enumerate("Example_Other"), ResultIs(WBEM_S_NO_ERROR));
    expect_success(all_);
}

TEST_F(MistakenProvider, ContextForgotten) {
    load("context-forgotten");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    expect_success({"data"});
    EXPECT_EQ(wmi_.space->last_context(), nullptr);
}

TEST_F(MistakenProvider, IndicateResultIgnored) {
    load("indicate-result-ignored");
    const HeldSink refusing({.on_indicate = [](LONG, IWbemClassObject**) { return HRESULT{WBEM_E_FAILED}; }});
    EXPECT_THAT(provider_->CreateInstanceEnumAsync(bstr("Example_Volume").get(), 0, nullptr, refusing.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(refusing->objects(), 3U);
}

// Deadlocks when there is one Indicate at a time.
TEST_F(MistakenProvider, OverlappingIndicates) {
    load("overlapping-indicates");
    wbemcheck::test::Latch two(2);
    const HeldSink sink({.on_indicate = [&](LONG, IWbemClassObject**) {
        two.arrive_and_wait();
        return HRESULT{WBEM_S_NO_ERROR};
    }});
    EXPECT_THAT(provider_->CreateInstanceEnumAsync(bstr("Example_Volume").get(), 0, nullptr, sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->most_at_once(), 2U);
    EXPECT_EQ(sink->objects(), 3U);
    EXPECT_THAT(sink->final_event().result, ResultIs(WBEM_S_NO_ERROR));
}

TEST_F(MistakenProvider, EmptyIndicate) {
    load("empty-indicate");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(names_.sink->count(SinkEvent::Kind::kIndicate), 2U);
    expect_success({"data"});
}

TEST_F(MistakenProvider, ReportsBeforeReady) {
    load("reports-before-ready");
    EXPECT_THAT(get(kData), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names_.sink->final_event().result, ResultIs(WBEM_E_INITIALIZATION_FAILURE));
    Collected names("Name");
    EXPECT_THAT(provider_->GetObjectAsync(bstr(kData).get(), 0, nullptr, names.sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(names.values, ElementsAre("data"));
}

TEST_F(MistakenProvider, KeepsTheRestOfTheContract) {
    for (const char* const id :
         {"leaked-object-on-failing-path", "crash-on-null-sink", "data-changed-in-read",
          "impersonation-not-reverted", "empty-indicate", "unknown-class-accepted"}) {
        wmi_.init_sink->told.clear();
        load(id);
        const HeldSink missing;
        EXPECT_THAT(provider_->DeleteInstanceAsync(bstr(kNone).get(), 0, wmi_.context.get(), missing.get()),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_THAT(missing->final_event().result, ResultIs(WBEM_E_NOT_FOUND)) << id;
        const HeldSink put;
        EXPECT_THAT(provider_->PutInstanceAsync(wmi_.spawn("Example_Volume", {{"Name", "new"}}).get(),
                                                WBEM_FLAG_CREATE_ONLY, wmi_.context.get(), put.get()),
                    ResultIs(WBEM_S_NO_ERROR));
        EXPECT_EQ(put->final_event().text, "Example_Volume.Name=\"new\"") << id;
        EXPECT_EQ(put->references(), 1) << id;
        provider_.reset();
        EXPECT_EQ(references(wmi_.space.as<IWbemServices>().get()), 2U) << id;
        EXPECT_EQ(references(wmi_.context.get()), 1U) << id;
    }
}

TEST(MistakenEventProvider, EventsAfterRelease) {
    Wmi wmi;
    const HeldSink sink({.on_indicate = [calls = 0](LONG, IWbemClassObject**) mutable {
        return HRESULT{++calls < 10 ? WBEM_S_NO_ERROR
                                    : WBEM_E_CALL_CANCELLED};  // the only way to be left alone
    }});
    auto provider = wmi.load<IWbemEventProvider>(make_mistaken_provider("events-after-release"));
    EXPECT_THAT(provider->ProvideEvents(sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    provider.reset();
    EXPECT_TRUE(sink.log->wait_for_objects(10));
    EXPECT_TRUE(sink.log->wait_until([](const auto& log) { return log.references() == 1; }));
}

TEST(MistakenEventProvider, StatusOnEventSink) {
    Wmi wmi;
    const HeldSink sink;
    auto provider = wmi.load<IWbemEventProvider>(make_mistaken_provider("status-on-event-sink"));
    EXPECT_THAT(provider->ProvideEvents(sink.get(), 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_EQ(sink->finals(), 1U);
}

TEST(MistakenEventProvider, Exception) {
    Wmi wmi;
    const HeldSink sink;
    const auto provider = wmi.load<IWbemEventProvider>(make_mistaken_provider("exception"));
    EXPECT_ANY_THROW(static_cast<void>(provider->ProvideEvents(sink.get(), 0)));
}

TEST(MistakenMethodProvider, MethodObjectAfterStatus) {
    Wmi wmi;
    const HeldSink sink;
    const auto provider = wmi.load<IWbemServices>(make_mistaken_provider("method-object-after-status"));
    com::com_ptr<IWbemClassObject> signature;
    com::com_ptr<IWbemClassObject> inputs;
    ASSERT_THAT(wmi.get("Example_Calculator")->GetMethod(OLESTR("Add"), 0, signature.put(), nullptr),
                ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(signature->SpawnInstance(0, inputs.put()), ResultIs(WBEM_S_NO_ERROR));
    VARIANT two{};
    two.vt = VT_I4;
    two.lVal = 2;
    ASSERT_THAT(inputs->Put(OLESTR("Left"), 0, &two, 0), ResultIs(WBEM_S_NO_ERROR));
    ASSERT_THAT(inputs->Put(OLESTR("Right"), 0, &two, 0), ResultIs(WBEM_S_NO_ERROR));
    EXPECT_THAT(provider->ExecMethodAsync(bstr("Example_Calculator").get(), bstr("Add").get(), 0, nullptr,
                                          inputs.get(), sink.get()),
                ResultIs(WBEM_S_NO_ERROR));
    const auto events = sink->events();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, SinkEvent::Kind::kFinal);
    EXPECT_EQ(events[1].kind, SinkEvent::Kind::kIndicate);
}

class EndingProvider : public testing::TestWithParam<const char*> {};

// What it has printed is nobody's business: a sanitizer, the runtime or nothing speaks here.
TEST_P(EndingProvider, TakesItsProcessAlong) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_DEATH(
        {
            Wmi wmi;
            const HeldSink sink;
            const auto provider = wmi.load<IWbemServices>(make_mistaken_provider(GetParam()));
            IWbemObjectSink* const its_sink =
                GetParam() == std::string_view("crash-on-null-sink") ? nullptr : sink.get();
            static_cast<void>(provider->GetObjectAsync(bstr(kData).get(), 0, nullptr, its_sink));
        },
        "");
}

INSTANTIATE_TEST_SUITE_P(Mistakes, EndingProvider,
                         testing::Values("crash", "crash-on-null-sink", "exit", "abort", "stack-overflow"),
                         [](const auto& of) {
                             std::string name(of.param);
                             std::erase(name, '-');
                             return name;
                         });

}  // namespace
}  // namespace wbemcheck::example::test
