// A failure that somebody orders from the mock, to see what his client makes of it.
#pragma once

#include <cstddef>
#include <string>

#include "harness/com/wbem.h"

namespace wbemcheck::mock {

// One call of a client that will fail. It fails as a call of WMI does: the contract holds for it as for every other.
struct Failure {
    enum class Stage {
        // The method returns the failure. Nothing is started, a sink that was given is not touched, out pointers are
        // NULL.
        kCall,
        // What the call has started fails: an asynchronous call with its only final status, a semisynchronous one with
        // its call result or its enumerator, a synchronous one with what it returns. The error object comes with it.
        kOutcome,
    };

    // The name of a method of IWbemServices, IWbemLocator, IEnumWbemClassObject or IWbemCallResult, such as
    // "ExecQueryAsync", "ConnectServer", "Next". Empty: whichever comes.
    std::string method = {};
    std::size_t nth = 1;  // which call of the method from now on, right or wrong: 1 is the next
    HRESULT result = WBEM_E_FAILED;
    Stage stage = Stage::kCall;
    // For kOutcome: how many of its objects the call gives before it fails. 0: what was asked for is not done at all,
    // so that nothing is written and no method handler runs; any other number: it is done, and fails afterwards.
    std::size_t after_objects = 0;
};

}  // namespace wbemcheck::mock
