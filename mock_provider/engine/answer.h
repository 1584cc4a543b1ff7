// What a request gives, apart from how it reaches the client: some objects and an ending.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// A row of objects that are made when somebody takes them. Immutable; any thread may use it.
class ObjectSource {
public:
    virtual ~ObjectSource() = default;
    ObjectSource() = default;
    ObjectSource(const ObjectSource&) = delete;
    ObjectSource& operator=(const ObjectSource&) = delete;

    [[nodiscard]] virtual std::size_t size() const noexcept = 0;
    // A new object at every call, so that no receiver sees what another one does to his (IND-3). May throw.
    [[nodiscard]] virtual com::com_ptr<IWbemClassObject> make(std::size_t index) const = 0;
};

// How a request came out: what the final status of the asynchronous form carries, and what the other forms return.
struct Ending {
    HRESULT result = WBEM_S_NO_ERROR;
    std::optional<std::string> text;              // strParam and GetResultString (STA-11)
    std::shared_ptr<const ObjectSource> details;  // of a failure: one __ExtendedStatus, or null (STA-10)
};

// An end that takes the place of a request's own.
struct EarlyEnd {
    std::size_t count = 0;  // after so many objects, or where the request would have ended well before that
    Ending ending;
};

struct Answer {
    std::shared_ptr<const ObjectSource> objects;  // null: none
    Ending ending;
};

// Computes the answer to one request. Called once, on any thread; may throw.
using Work = std::function<Answer()>;

}  // namespace wbemcheck::mock
