#include "harness/runner/process_state.h"

#include <utility>

namespace wbemcheck::runner::detail {

namespace {

// Unread lines beyond this hold the child back.
constexpr std::size_t kMostQueuedBytes = 1024 * 1024;

// A line costs more than its bytes: an empty one must count too.
constexpr std::size_t kBytesPerLine = 64;

// wait_until(time_point::max()) overflows where the library converts between clocks, so "no deadline" is a
// case of its own.
template <class Predicate>
bool wait_for(std::condition_variable& condition, std::unique_lock<std::mutex>& lock, Deadline deadline,
              Predicate predicate) {
    if (deadline == kNoDeadline) {
        condition.wait(lock, predicate);
        return true;
    }
    return condition.wait_until(lock, deadline, predicate);
}

}  // namespace

bool ProcessState::has_room() const {
    const std::lock_guard lock(mutex_);
    return queued_bytes_ < kMostQueuedBytes;
}

void ProcessState::add_output(std::string_view bytes) {
    {
        const std::lock_guard lock(mutex_);
        pending_.append(bytes);
        split_pending();
    }
    changed_.notify_all();
}

void ProcessState::split_pending() {
    std::size_t begin = 0;
    while (begin < pending_.size()) {
        const std::size_t end = pending_.find('\n', begin);
        const bool has_end = end != std::string::npos;
        if (!has_end && pending_.size() - begin < kLongestLine) {
            break;
        }
        std::size_t length = (has_end ? end : pending_.size()) - begin;
        const bool is_piece = length > kLongestLine || !has_end;
        if (is_piece) {
            length = kLongestLine;
        }
        std::string line = pending_.substr(begin, length);
        begin += length + (is_piece ? 0 : 1);
        if (!is_piece && line.ends_with('\r')) {
            line.pop_back();
        }
        queued_bytes_ += line.size() + kBytesPerLine;
        lines_.push_back(std::move(line));
    }
    pending_.erase(0, begin);
}

void ProcessState::end_output() {
    {
        const std::lock_guard lock(mutex_);
        if (!pending_.empty()) {
            queued_bytes_ += pending_.size() + kBytesPerLine;
            lines_.push_back(std::exchange(pending_, {}));
        }
        output_ended_ = true;
    }
    changed_.notify_all();
}

void ProcessState::add_error_output(std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    error_output_.append(bytes);
    if (error_output_.size() > kErrorOutputKept) {
        error_output_.erase(0, error_output_.size() - kErrorOutputKept);
    }
}

void ProcessState::end_error_output() {
    {
        const std::lock_guard lock(mutex_);
        error_output_ended_ = true;
    }
    changed_.notify_all();
}

void ProcessState::set_exit(Exit exit) {
    {
        const std::lock_guard lock(mutex_);
        exit_ = std::move(exit);
    }
    changed_.notify_all();
}

bool ProcessState::has_exited() const {
    const std::lock_guard lock(mutex_);
    return exit_.has_value();
}

LineRead ProcessState::read_line(Deadline deadline) {
    LineRead read;
    bool has_new_room = false;
    {
        std::unique_lock lock(mutex_);
        if (!wait_for(changed_, lock, deadline, [this] { return !lines_.empty() || output_ended_; })) {
            return read;
        }
        if (lines_.empty()) {
            read.kind = LineRead::Kind::kEnd;
            return read;
        }
        read.kind = LineRead::Kind::kLine;
        read.text = std::move(lines_.front());
        lines_.pop_front();
        const bool was_full = queued_bytes_ >= kMostQueuedBytes;
        queued_bytes_ -= read.text.size() + kBytesPerLine;
        has_new_room = was_full && queued_bytes_ < kMostQueuedBytes;
    }
    if (has_new_room) {
        wake_();
    }
    return read;
}

Exit ProcessState::wait(Deadline deadline) {
    std::unique_lock lock(mutex_);
    if (!wait_for(changed_, lock, deadline, [this] { return exit_.has_value() && error_output_ended_; })) {
        return {};
    }
    return *exit_;
}

std::string ProcessState::error_output() const {
    const std::lock_guard lock(mutex_);
    return error_output_;
}

}  // namespace wbemcheck::runner::detail
