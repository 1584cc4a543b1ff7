#include "harness/trace/origin.h"

#include <algorithm>

#include "harness/trace/trace_reader.h"

namespace wbemcheck::trace {

void record_origin(Recorder& recorder, std::string_view text) noexcept {
    Event event;
    event.kind = EventKind::kMark;
    event.method = static_cast<std::uint16_t>(MarkKind::kOrigin);
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), kLongestText))) {
        recorder.record(event, {{TextRole::kNote, text.substr(0, kLongestText)}});
    }
}

std::string read_origin(const std::filesystem::path& path) {
    TraceReader reader(path);
    Record record;
    std::string text;
    while (reader.next(record) && record.event.kind == EventKind::kMark &&
           static_cast<MarkKind>(record.event.method) == MarkKind::kOrigin) {
        text += record.text(TextRole::kNote);
    }
    return text;
}

}  // namespace wbemcheck::trace
