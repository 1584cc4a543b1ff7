// The code behind a method of a class, as whoever uses the mock registers it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "harness/com/variant.h"
#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// One call of a method. Everything in it is the mock's, for the time of the call; AddRef what is to live longer.
struct MethodInvocation {
    const std::string& object_path;  // as the client wrote it
    const std::string& method;       // as the class spells it
    IWbemServices& services;         // of the namespace: a handler may call back
    IWbemClassObject* inputs;        // an instance of the in signature, checked against it; null when there is none
    IWbemClassObject* outputs;       // an instance of the out signature, to be filled; null when there is none
    IWbemContext* context;           // a copy of the client's; null when he gave none

    // The value of an input: VT_NULL when the client gave none. Throws HresultError when the method has no such input.
    [[nodiscard]] com::variant input(std::string_view name) const;
    // Sets an output, ReturnValue among them. Throws HresultError when the method has no such output, or one of another
    // type.
    void set_output(std::string_view name, com::variant value) const;
};

// The result says whether the call as such worked: a failure, or an exception, is how the operation ends. What the
// method itself says of its work is its ReturnValue (STA-16). Runs on a thread of the mock, or on the client's when the
// call is synchronous, on several at once. It may block, and may call the mock and everything that the mock has handed
// out.
using MethodHandler = std::function<HRESULT(const MethodInvocation& call)>;

}  // namespace wbemcheck::mock
