// Updates of some properties of an instance: what a context for PutInstance says.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/com/wbem.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/model/namespace_store.h"

namespace wbemcheck::mock {

// __PUT_EXT_ATOMIC asks for nothing here that an update does not have anyway: it is one commit. Nor does
// __PUT_EXT_CLIENT_REQUEST, which keeps providers from calling back in circles: what we put, no provider
// sees.
struct PartialUpdate {
    std::vector<std::string> properties;  // __PUT_EXT_PROPERTIES: the others are ignored
    // __PUT_EXT_STRICT_NULLS: a property that is null in the given instance becomes null. Otherwise it is
    // left alone.
    bool has_strict_nulls = false;
};

// Empty for a context that is NULL (ARG-24). WBEM_E_INVALID_CONTEXT when __PUT_EXTENSIONS is not true or
// __PUT_EXT_PROPERTIES is missing (ARG-14), or a value is of another type than documented;
// WBEM_E_UNSUPPORTED_PUT_EXTENSION for a value __PUT_EXT_... that no document names. Other values are a
// matter between client and provider.
[[nodiscard]] HRESULT read_partial_update(IWbemContext* context, std::optional<PartialUpdate>& update);

// The stored instance with the properties of the update taken from `given`; when nothing is stored under its
// keys, one with the defaults of its class. Throws HresultError: WBEM_E_INVALID_PROPERTY (the class has no
// property of a name).
[[nodiscard]] std::shared_ptr<const Instance> merge(const NamespaceStore& space, const Instance& given,
                                                    const PartialUpdate& update);

}  // namespace wbemcheck::mock
