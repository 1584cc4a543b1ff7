#include "tests/providers/volume.h"

#include "harness/com/hresult.h"
#include "tests/providers/object_path.h"
#include "tests/providers/objects.h"

namespace wbemcheck::example {

std::vector<Volume> fixed_volumes() {
    return {{"archive", 4'000'787'030'016, "Archive"},
            {"data", 960'197'124'096, "Data"},
            {"system", 128'035'676'160, ""}};
}

com::com_ptr<IWbemClassObject> make_instance(IWbemClassObject& volume_class, const Volume& volume) {
    auto instance = spawn_instance(volume_class);
    put(*instance, OLESTR("Name"), com::make_variant(volume.name));
    put_uint64(*instance, OLESTR("Capacity"), volume.capacity);
    put(*instance, OLESTR("Label"), com::make_variant(volume.label));
    return instance;
}

Volume read_volume(IWbemClassObject& instance) {
    if (!is_same_name(get_text(instance, OLESTR("__CLASS")).value_or(""), Volume::kClass)) {
        throw com::HresultError(WBEM_E_INVALID_CLASS);
    }
    const auto name = get_text(instance, OLESTR("Name"));
    if (!name) {
        throw com::HresultError(WBEM_E_ILLEGAL_NULL);
    }
    return {*name, get_uint64(instance, OLESTR("Capacity")).value_or(0),
            get_text(instance, OLESTR("Label")).value_or("")};
}

}  // namespace wbemcheck::example
