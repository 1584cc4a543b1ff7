// The data of an example: what a real provider asks its device, its file or its operating system for.
#pragma once

#include <algorithm>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/com/hresult.h"
#include "tests/providers/object_path.h"

namespace wbemcheck::example {

enum class PutMode { kCreateOrUpdate, kCreateOnly, kUpdateOnly };

// Rows with a `std::string key() const`. Thread-safe, as a provider has to be: WMI calls it on any thread.
// Rows come out as copies, so that no lock is held while WMI is called.
template <class Row>
class Table {
public:
    explicit Table(std::vector<Row> rows) : rows_(std::move(rows)) {}

    [[nodiscard]] std::vector<Row> all() const {
        const std::scoped_lock lock(mutex_);
        return rows_;
    }

    // Throws HresultError: WBEM_E_NOT_FOUND.
    [[nodiscard]] Row get(std::string_view key) const {
        const std::scoped_lock lock(mutex_);
        const auto found = find(rows_, key);
        if (found == rows_.end()) {
            throw com::HresultError(WBEM_E_NOT_FOUND);
        }
        return *found;
    }

    // Throws HresultError: WBEM_E_ALREADY_EXISTS, WBEM_E_NOT_FOUND (ARG-13).
    void put(Row row, PutMode mode) {
        const std::scoped_lock lock(mutex_);
        const auto found = find(rows_, row.key());
        if (found == rows_.end()) {
            if (mode == PutMode::kUpdateOnly) {
                throw com::HresultError(WBEM_E_NOT_FOUND);
            }
            rows_.push_back(std::move(row));
            return;
        }
        if (mode == PutMode::kCreateOnly) {
            throw com::HresultError(WBEM_E_ALREADY_EXISTS);
        }
        *found = std::move(row);
    }

    // Throws HresultError: WBEM_E_NOT_FOUND.
    void erase(std::string_view key) {
        const std::scoped_lock lock(mutex_);
        const auto found = find(rows_, key);
        if (found == rows_.end()) {
            throw com::HresultError(WBEM_E_NOT_FOUND);
        }
        rows_.erase(found);
    }

private:
    template <class Rows>
    static auto find(Rows& rows, std::string_view key) {
        return std::find_if(rows.begin(), rows.end(),
                            [&](const Row& row) { return is_same_name(row.key(), key); });
    }

    mutable std::mutex mutex_;
    std::vector<Row> rows_;  // guarded by mutex_
};

}  // namespace wbemcheck::example
