// What a query answers, as texts.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock::test {

using Texts = std::vector<std::string>;

// The objects that a query delivers. A query that fails fails the test.
[[nodiscard]] std::vector<com::com_ptr<IWbemClassObject>> objects_of(const NamespaceStore& space,
                                                                     std::string_view query, LONG flags = 0);
// Their __RELPATH, sorted: `Person.Name="ann"` for an instance, `Person` for a class, "" where it cannot be
// told.
[[nodiscard]] Texts paths_of(const NamespaceStore& space, std::string_view query);

// How a query fails.
struct QueryFailure {
    HRESULT result = WBEM_S_NO_ERROR;
    std::string message;

    friend bool operator==(const QueryFailure&, const QueryFailure&) = default;
};
std::ostream& operator<<(std::ostream& out, const QueryFailure& failure);
[[nodiscard]] QueryFailure failure_of(const NamespaceStore& space, std::string_view query);

// A property as text; "" for null, elements in braces for an array.
[[nodiscard]] std::string text_of(IWbemClassObject* object, std::string_view property);

}  // namespace wbemcheck::mock::test
