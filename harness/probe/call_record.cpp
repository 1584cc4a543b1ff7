#include "harness/probe/call_record.h"

#include <exception>
#include <string_view>

#include "harness/probe/reference_count.h"

namespace wbemcheck::probe {

HRESULT call_subject(trace::Recorder& recorder, std::uint32_t call, const std::function<HRESULT()>& body) noexcept {
    const auto note_exception = [&](std::string_view what) {
        trace::Event escaped;
        escaped.kind = trace::EventKind::kMark;
        escaped.method = static_cast<std::uint16_t>(trace::MarkKind::kExceptionEscaped);
        escaped.call = call;
        recorder.record(escaped, {{trace::TextRole::kNote, what}});
    };
    try {
        return body();
    } catch (const std::exception& exception) {
        note_exception(exception.what());
    } catch (...) {
        note_exception("an exception of an unknown type");
    }
    return E_UNEXPECTED;
}

HRESULT record_return(trace::Recorder& recorder, const trace::Event& entered, const std::function<HRESULT()>& body,
                      std::initializer_list<IUnknown**> outs) noexcept {
    const HRESULT result = call_subject(recorder, entered.call, body);
    trace::Event returned;
    returned.kind = trace::EventKind::kCallReturned;
    returned.method = entered.method;
    returned.object = entered.object;
    returned.call = entered.call;
    returned.result = result;
    returned.value2 = -1;
    std::int64_t given = 0;
    std::int64_t set = 0;
    for (IUnknown** out : outs) {
        if (out == nullptr) continue;
        ++given;
        if (*out == nullptr) continue;
        ++set;
        const std::int64_t references = references_of(**out);
        if (returned.value2 < 0 || references < returned.value2) returned.value2 = references;
    }
    returned.value = given | (set << 32);
    recorder.record(returned);
    return result;
}

void record_argument(trace::Recorder& recorder, std::uint32_t call, std::string_view parameter, trace::ArgumentFate fate,
                     std::int64_t missing) {
    trace::Event event;
    event.kind = trace::EventKind::kMark;
    event.method = static_cast<std::uint16_t>(trace::MarkKind::kArgumentChecked);
    event.call = call;
    event.value = static_cast<std::int64_t>(fate);
    event.value2 = missing;
    recorder.record(event, {{trace::TextRole::kNote, parameter}});
}

void record_argument(trace::Recorder& recorder, std::uint32_t call, std::string_view parameter, com::WatchedBstr& text) {
    if (!text) return;
    switch (text.check()) {
        case com::WatchedBstr::Fate::kIntact: record_argument(recorder, call, parameter, trace::ArgumentFate::kIntact); break;
        case com::WatchedBstr::Fate::kFreed: record_argument(recorder, call, parameter, trace::ArgumentFate::kFreed); break;
        case com::WatchedBstr::Fate::kChanged: record_argument(recorder, call, parameter, trace::ArgumentFate::kChanged); break;
    }
}

}  // namespace wbemcheck::probe
