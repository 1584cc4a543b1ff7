// A services pointer in front of another one, where a defect can change what single calls do.
#pragma once

#include <functional>

#include "harness/com/com_ptr.h"
#include "harness/com/wbem.h"
#include "mock_provider/defects/call_info.h"
#include "mock_provider/defects/seams.h"

namespace wbemcheck::mock {

// Makes the call that is being looked at.
using Proceed = std::function<HRESULT()>;

// What is done instead of the call; empty: the call. Run on the thread of the call, on several at once. They may throw.
struct CallHooks {
    std::function<HRESULT(const CallInfo& call, const Proceed& proceed)> asynchronous = {};  // every ...Async method
    std::function<HRESULT(IWbemServices& services, IWbemObjectSink* sink)> cancel = {};
    // Changes what the mock is going to be asked, where that is not what the client asks. The texts are borrowed.
    std::function<void(CallInfo& call)> alter = {};
    // The out pointers may be null. They are NULL where `proceed` has left them so.
    std::function<HRESULT(IWbemServices& parent, BSTR name, const Proceed& proceed, IWbemServices** services)>
        open_namespace = {};
    std::function<HRESULT(const Proceed& proceed, IWbemClassObject** object)> get_object = {};
    std::function<HRESULT(const Proceed& proceed, IEnumWbemClassObject** enumerator)> exec_query = {};
    // QueryInterface of the services pointer itself. `object` may be null.
    std::function<HRESULT(IUnknown& services, const Proceed& proceed, REFIID iid, void** object)> query_interface = {};
    // Gives the call result to hand out, of every semisynchronous call.
    std::function<com::com_ptr<IWbemCallResult>(com::com_ptr<IWbemCallResult>)> call_result = {};
    // Gives the enumerator to hand out.
    std::function<com::com_ptr<IEnumWbemClassObject>(com::com_ptr<IEnumWbemClassObject>)> enumerator = {};
    // What a call with this result hands out beside it, which by rights is nothing; either may be null.
    std::function<void(HRESULT result, IEnumWbemClassObject** enumerator, IWbemCallResult** call_result)> failed = {};
    // The flags with which ExecNotificationQuery goes on.
    std::function<LONG(LONG flags)> notification_flags = {};
    // Told of an object that was passed in, when the call has returned.
    std::function<void(AsyncMethod method, bool is_asynchronous, IWbemClassObject& object)> passed = {};
    // Told that a services pointer is gone.
    std::function<void()> released = {};
};

// Every services pointer that leaves the mock goes through the hooks from now on.
void filter_services(Seams& seams, CallHooks hooks);

}  // namespace wbemcheck::mock
