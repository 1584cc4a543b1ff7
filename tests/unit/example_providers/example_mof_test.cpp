// The MOF of the examples: that it loads, and that it says what the modules are.
#include <gmock/gmock.h>

#include "harness/com/guid.h"
#include "tests/providers/asynchronous_provider.h"
#include "tests/providers/event_provider.h"
#include "tests/providers/instance_provider.h"
#include "tests/providers/method_provider.h"
#include "tests/providers/property_provider.h"
#include "tests/unit/example_providers/wmi.h"

namespace wbemcheck::example::test {
namespace {

TEST(ExampleMof, RegistersEachProviderWithItsClass) {
    const Wmi wmi;
    const struct {
        const char* name;
        const CLSID& class_id;
        const char* registration;
    } expected[] = {
        {"Example_VolumeProvider", kVolumeProvider, "__InstanceProviderRegistration"},
        {"Example_JobProvider", kJobProvider, "__InstanceProviderRegistration"},
        {"Example_CalculatorProvider", kCalculatorProvider, "__MethodProviderRegistration"},
        {"Example_AlarmProvider", kAlarmProvider, "__EventProviderRegistration"},
        {"Example_SensorProvider", kSensorProvider, "__PropertyProviderRegistration"},
    };
    for (const auto& [name, class_id, registration] : expected) {
        const std::string path = std::string("__Win32Provider.Name=\"") + name + "\"";
        EXPECT_EQ(text_of(wmi.get(path).get(), "CLSID"), com::format_guid(class_id)) << name;
        com::com_ptr<IEnumWbemClassObject> enumerator;
        ASSERT_THAT(wmi.services->CreateInstanceEnum(bstr(registration).get(), 0, nullptr, enumerator.put()),
                    ResultIs(WBEM_S_NO_ERROR));
        bool is_registered = false;
        com::com_ptr<IWbemClassObject> found;
        for (ULONG returned = 0;
             enumerator->Next(WBEM_INFINITE, 1, found.put(), &returned) == WBEM_S_NO_ERROR;) {
            is_registered = is_registered || text_of(found.get(), "provider").find(name) != std::string::npos;
        }
        EXPECT_TRUE(is_registered) << name;
    }
}

}  // namespace
}  // namespace wbemcheck::example::test
