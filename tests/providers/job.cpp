#include "tests/providers/job.h"

#include "harness/com/hresult.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

std::vector<Job> fixed_jobs() { return {{"1", "backup", 100}, {"2", "index", 40}, {"3", "clean", 0}}; }

com::com_ptr<IWbemClassObject> make_instance(IWbemClassObject& job_class, const Job& job) {
    auto instance = spawn_instance(job_class);
    put(*instance, OLESTR("Id"), com::make_variant(job.id));
    put(*instance, OLESTR("Command"), com::make_variant(job.command));
    put_uint32(*instance, OLESTR("Progress"), job.progress);
    return instance;
}

Job read_job(IWbemClassObject& instance) {
    if (!is_same_name(get_text(instance, OLESTR("__CLASS")).value_or(""), Job::kClass)) {
        throw com::HresultError(WBEM_E_INVALID_CLASS);
    }
    const auto id = get_text(instance, OLESTR("Id"));
    if (!id) {
        throw com::HresultError(WBEM_E_ILLEGAL_NULL);
    }
    return {*id, get_text(instance, OLESTR("Command")).value_or(""),
            get_uint32(instance, OLESTR("Progress")).value_or(0)};
}

}  // namespace wbemcheck::example
