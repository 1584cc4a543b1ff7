#include "harness/subject/subject.h"

namespace wbemcheck::subject {

com::com_ptr<IWbemServices> Subject::connect_unsecured(HRESULT& result, std::string& error) {
    result = E_NOTIMPL;
    error = "this subject cannot be reached by a client without security settings";
    return {};
}

com::com_ptr<IUnsecuredApartment> Subject::make_apartment(HRESULT& result, std::string& error) {
    result = E_NOTIMPL;
    error = "this subject has no unsecured apartment";
    return {};
}

HRESULT Subject::register_event_provider(com::com_ptr<IUnknown>) { return E_NOTIMPL; }

}  // namespace wbemcheck::subject
