// What can be said of the portable declarations without the system's: slots and identifiers are the
// contract's.
#include <gtest/gtest.h>

#include <set>

#include "tests/abi/abi_checks.h"

namespace wbemcheck::abi {
namespace {

TEST(PortableDeclarations, PutEveryMethodInTheSlotOfTheContract) {
    for (const Interface& interface : portable_side().interfaces) {
        for (const Outcome& outcome : interface.call_all(interface.object)) {
            if (outcome.compiled_slot == -1) {
                GTEST_SKIP() << "this compiler does not tell";
            }
            EXPECT_EQ(outcome.compiled_slot, outcome.slot)
                << outcome.sent.interface << "::" << outcome.sent.method;
        }
    }
}

TEST(PortableDeclarations, CarryEveryCallToItsNamesake) {
    std::size_t methods = 0;
    for (const Interface& interface : portable_side().interfaces) {
        methods += expect_all_arrive(interface, interface.object);
    }
    EXPECT_EQ(methods, 202U);
}

TEST(PortableDeclarations, GiveEveryInterfaceAndClassTheIdentifierOfTheContract) {
    const std::vector<Identifier> identifiers = portable_side().identifiers;
    std::set<std::string> distinct;
    for (const Identifier& identifier : identifiers) {
        EXPECT_EQ(identifier.declared, identifier.contract) << identifier.name;
        distinct.insert(identifier.declared);
    }
    // Each interface occurs twice: by its type and by its IID_ constant.
    const std::size_t interfaces = portable_side().interfaces.size();
    EXPECT_EQ(distinct.size(), identifiers.size() - interfaces);
}

}  // namespace
}  // namespace wbemcheck::abi
