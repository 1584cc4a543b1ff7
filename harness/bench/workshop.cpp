#include "harness/bench/workshop.h"

#include <stdexcept>

#include <fmt/format.h>

#include "harness/bench/namespace_workloads.h"
#include "harness/bench/workload.h"
#include "harness/probe/call_context.h"

namespace wbemcheck::bench {
namespace {

com::unique_bstr text_or_null(const std::string& text) { return text.empty() ? com::unique_bstr() : com::make_bstr(text); }

// Its instances where it has some, and the first of them where the address names none.
void make_ready_bench(Bench& bench, subject::ProviderModule& module) {
    const subject::ProvidedThings& things = bench.subject->vocabulary().provided.value();
    bench.in_call = std::make_unique<probe::ServerCallContext>();
    bench.context = probe::make_call_context();
    bench.provider = make_ready(module, things.namespace_path, bench.context.get());
    bench.services = bench.provider->services;
    if (!bench.services || things.is_event_class) return;
    bench.class_name = text_or_null(things.class_name);
    bench.path = text_or_null(things.object_path.empty()
                                  ? first_path(*bench.services, things.class_name, bench.context.get())
                                  : things.object_path);
}

// Asks twice, and a third time with a cancel before it.
bool must_be_cancelled(Bench& bench) {
    if (!bench.query) return false;
    const com::com_ptr<MeasuringSink> sink = com::make_com<MeasuringSink>();
    const auto is_taken = [&] {
        sink->begin();
        const HRESULT result = bench.services->ExecQueryAsync(bench.language.get(), bench.query.get(), 0, nullptr, sink.get());
        return SUCCEEDED(result) && sink->wait_for_finals();
    };
    if (!is_taken() || is_taken()) return false;
    (void)bench.services->CancelAsyncCall(sink.get());
    const bool helps = is_taken();
    if (helps) (void)bench.services->CancelAsyncCall(sink.get());
    return helps;
}

}  // namespace

void finish(Bench& bench, MeasuringSink& sink) {
    require_done(sink);
    if (bench.must_be_cancelled) require_accepted(bench.services->CancelAsyncCall(&sink), "CancelAsyncCall after the final");
}

const ReadyProvider* Workshop::provider() {
    const Bench& bench = get({});
    return bench.provider ? &*bench.provider : nullptr;
}

bool Workshop::can_have(const Shape& shape) const { return address_.kind == "mock" || shape == Shape{}; }

Bench& Workshop::get(const Shape& shape) {
    if (const auto known = benches_.find(shape); known != benches_.end()) return *known->second;
    subject::SubjectAddress address = address_;
    const auto set = [&](const char* name, const std::optional<std::size_t>& value) {
        if (value) address.parameters[name] = std::to_string(*value);
    };
    set("objects", shape.objects);
    set("batch", shape.batch);
    set("threads", shape.threads);
    set("latency", shape.latency);
    auto made = std::make_unique<Bench>();
    made->subject = subject::make_subject(address);
    if (subject::ProviderModule* const module = made->subject->provider(); module != nullptr) {
        try {
            make_ready_bench(*made, *module);
        } catch (const std::runtime_error& error) {
            subject::reject(address_, error.what());
        }
        return *(benches_[shape] = std::move(made));
    }
    HRESULT result = S_OK;
    std::string error;
    made->services = made->subject->connect(result, error);
    if (!made->services) subject::reject(address_, fmt::format("it cannot be reached: {}", error));
    if (shape.classes) declare_classes(*made->services, *shape.classes);
    const subject::Vocabulary& words = made->subject->vocabulary();
    made->class_with_many = words.class_with_many;
    made->language = com::make_bstr("WQL");
    made->query = text_or_null(words.many_query.empty() && !words.class_with_many.empty()
                                   ? "SELECT * FROM " + words.class_with_many
                                   : words.many_query);
    made->path = text_or_null(words.object_path);
    made->event_query = text_or_null(words.event_query);
    if (address_.kind != "mock") made->must_be_cancelled = must_be_cancelled(*made);
    return *(benches_[shape] = std::move(made));
}

}  // namespace wbemcheck::bench
