#include "harness/subject/subject.h"

#include <fmt/format.h>

#include "harness/subject/usage_error.h"

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

void reject(const SubjectAddress& address, const std::string& why) {
    throw UsageError(fmt::format("subject '{}': {}", address.text, why));
}

}  // namespace wbemcheck::subject
