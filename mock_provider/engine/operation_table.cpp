#include "mock_provider/engine/operation_table.h"

#include "mock_provider/engine/operation.h"

namespace wbemcheck::mock {

namespace {

OperationTable::Key key_of(const Operation& operation) noexcept {
    return {operation.sink_address(), operation.number()};
}

}  // namespace

bool OperationTable::insert(std::shared_ptr<Operation> operation, Kind kind) {
    const std::scoped_lock lock(mutex_);
    if (is_closed_) {
        return false;
    }
    const Key key = key_of(*operation);
    entries_.emplace(key, Entry{std::move(operation), kind});
    return true;
}

void OperationTable::remove(const Operation& operation) noexcept {
    std::shared_ptr<Operation> removed;  // let go outside the mutex
    const std::scoped_lock lock(mutex_);
    const auto entry = entries_.find(key_of(operation));
    if (entry != entries_.end()) {
        removed = std::move(entry->second.operation);
        entries_.erase(entry);
    }
}

std::vector<std::shared_ptr<Operation>> OperationTable::find_calls(const IWbemObjectSink* sink) const {
    std::vector<std::shared_ptr<Operation>> found;
    const std::scoped_lock lock(mutex_);
    for (auto entry = entries_.lower_bound({sink, 0}); entry != entries_.end() && entry->first.first == sink; ++entry) {
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
    for (const auto& [key, entry] : entries_) {
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
