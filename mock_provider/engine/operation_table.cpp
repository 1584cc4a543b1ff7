#include "mock_provider/engine/operation_table.h"

#include <utility>

#include "mock_provider/engine/operation.h"

namespace wbemcheck::mock {

bool OperationTable::insert(std::shared_ptr<Operation> operation, Kind kind) {
    const std::scoped_lock lock(mutex_);
    if (is_closed_) {
        return false;
    }
    const IWbemObjectSink* const sink = operation->sink_address();
    entries_.emplace(sink, Entry{std::move(operation), kind});
    return true;
}

void OperationTable::remove(const Operation& operation) noexcept {
    std::shared_ptr<Operation> removed;  // let go outside the mutex
    const std::scoped_lock lock(mutex_);
    const auto [first, last] = entries_.equal_range(operation.sink_address());
    for (auto entry = first; entry != last; ++entry) {
        if (entry->second.operation.get() == &operation) {
            removed = std::move(entry->second.operation);
            entries_.erase(entry);
            return;
        }
    }
}

std::vector<std::shared_ptr<Operation>> OperationTable::find_calls(const IWbemObjectSink* sink) const {
    std::vector<std::shared_ptr<Operation>> found;
    const std::scoped_lock lock(mutex_);
    const auto [first, last] = entries_.equal_range(sink);
    for (auto entry = first; entry != last; ++entry) {
        if (entry->second.kind == Kind::kCall) {
            found.push_back(entry->second.operation);
        }
    }
    return found;
}

std::vector<std::shared_ptr<Operation>> OperationTable::all() const {
    std::vector<std::shared_ptr<Operation>> found;
    const std::scoped_lock lock(mutex_);
    found.reserve(entries_.size());
    for (const auto& [sink, entry] : entries_) {
        found.push_back(entry.operation);
    }
    return found;
}

bool OperationTable::empty() const {
    const std::scoped_lock lock(mutex_);
    return entries_.empty();
}

OperationTable::Entries OperationTable::close() noexcept {
    Entries entries;
    const std::scoped_lock lock(mutex_);
    is_closed_ = true;
    entries.swap(entries_);
    return entries;
}

}  // namespace wbemcheck::mock
