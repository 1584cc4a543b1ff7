// The error object of a failed call: __ExtendedStatus.
#pragma once

#include <memory>
#include <string>

#include "harness/com/wbem.h"
#include "mock_provider/engine/answer.h"
#include "mock_provider/model/namespace_store.h"
#include "mock_provider/services/request.h"

namespace wbemcheck::mock {

// What an __ExtendedStatus says.
struct ErrorDetails {
    HRESULT result = WBEM_E_FAILED;
    std::string operation;    // the synchronous name of the method: ExecQuery
    std::string parameter;    // what it was about: a path, a class, a query
    std::string description;  // a sentence; empty: the name of the result
};

// One __ExtendedStatus, made when it is asked for. Null when the namespace does not have the class.
[[nodiscard]] std::shared_ptr<const ObjectSource> make_error_details(const NamespaceStore& space, ErrorDetails details);

// An accepted request. When its answer is a failure without details, or `work` throws, it gets details (STA-10).
[[nodiscard]] Request accepted(const std::shared_ptr<NamespaceStore>& space, std::string operation,
                               std::string parameter, Work work);

}  // namespace wbemcheck::mock
