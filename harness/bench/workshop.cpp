#include "harness/bench/workshop.h"

#include <stdexcept>

#include <fmt/format.h>

namespace wbemcheck::bench {
namespace {

com::unique_bstr text_or_null(const std::string& text) { return text.empty() ? com::unique_bstr() : com::make_bstr(text); }

}  // namespace

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
    HRESULT result = S_OK;
    std::string error;
    made->services = made->subject->connect(result, error);
    if (!made->services) throw std::runtime_error(fmt::format("The subject cannot be reached: {}", error));
    const subject::Vocabulary& words = made->subject->vocabulary();
    made->language = com::make_bstr("WQL");
    made->query = text_or_null(words.many_query.empty() && !words.class_with_many.empty()
                                   ? "SELECT * FROM " + words.class_with_many
                                   : words.many_query);
    made->path = text_or_null(words.object_path);
    made->event_query = text_or_null(words.event_query);
    return *(benches_[shape] = std::move(made));
}

}  // namespace wbemcheck::bench
