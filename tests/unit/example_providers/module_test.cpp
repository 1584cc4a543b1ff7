// What the exported functions of a module are made of.
#include "tests/providers/module.h"

#include <gmock/gmock.h>

#include "harness/com/iid.h"
#include "tests/providers/instance_provider.h"
#include "tests/providers/mistakes.h"
#include "tests/unit/com/result_is.h"

namespace wbemcheck::example::test {
namespace {

using com::ResultIs;

constexpr ComClass kClasses[] = {{kVolumeProvider, make_volume_provider}};

com::com_ptr<IClassFactory> class_object() {
    com::com_ptr<IClassFactory> found;
    EXPECT_THAT(get_class_object(kClasses, kVolumeProvider, com::iid_of<IClassFactory>(), found.put_void()),
                ResultIs(S_OK));
    return found;
}

TEST(Module, MakesObjectsOfItsClasses) {
    com::com_ptr<IWbemProviderInit> provider;
    EXPECT_THAT(
        class_object()->CreateInstance(nullptr, com::iid_of<IWbemProviderInit>(), provider.put_void()),
        ResultIs(S_OK));
    EXPECT_TRUE(provider);
}

TEST(Module, HasNoOtherClasses) {
    void* object = this;
    EXPECT_THAT(get_class_object(kClasses, mistake_class(1), com::iid_of<IClassFactory>(), &object),
                ResultIs(CLASS_E_CLASSNOTAVAILABLE));
    EXPECT_EQ(object, nullptr);
    EXPECT_THAT(get_class_object(kClasses, kVolumeProvider, com::iid_of<IClassFactory>(), nullptr),
                ResultIs(E_POINTER));
}

TEST(Module, DoesNotAggregate) {
    const auto outer = make_volume_provider();
    void* object = this;
    EXPECT_THAT(class_object()->CreateInstance(outer.get(), com::iid_of<IUnknown>(), &object),
                ResultIs(CLASS_E_NOAGGREGATION));
    EXPECT_EQ(object, nullptr);
}

TEST(Module, MayBeUnloadedWhenNothingOfItIsInUse) {
    EXPECT_THAT(can_unload_now(), ResultIs(S_OK));
    auto factory = class_object();
    EXPECT_THAT(can_unload_now(), ResultIs(S_FALSE));
    EXPECT_THAT(factory->LockServer(1), ResultIs(S_OK));
    factory.reset();
    EXPECT_THAT(can_unload_now(), ResultIs(S_FALSE));
    EXPECT_THAT(class_object()->LockServer(0), ResultIs(S_OK));
    EXPECT_THAT(can_unload_now(), ResultIs(S_OK));
    auto provider = make_volume_provider();
    EXPECT_THAT(can_unload_now(), ResultIs(S_FALSE));
    provider.reset();
    EXPECT_THAT(can_unload_now(), ResultIs(S_OK));
}

}  // namespace
}  // namespace wbemcheck::example::test
