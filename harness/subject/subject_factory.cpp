// From the address of a subject to the subject itself.
#include "harness/subject/mock_subject.h"
#include "harness/subject/provider_subject.h"
#include "harness/subject/service_subject.h"
#include "harness/subject/subject.h"
#include "harness/subject/wmi_subject.h"

namespace wbemcheck::subject {

std::unique_ptr<Subject> make_subject(const SubjectAddress& address) {
    if (address.kind == "mock") {
        return make_mock_subject(address);
    }
    if (address.kind == "provider") {
        return make_provider_subject(address);
    }
    return address.kind == "service" ? make_service_subject(address) : make_wmi_subject(address);
}

}  // namespace wbemcheck::subject
