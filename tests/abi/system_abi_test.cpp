// The portable declarations against the system's, in both directions. Built where there are system headers.
#include <gtest/gtest.h>

#include <map>

#include "tests/abi/abi_checks.h"

namespace wbemcheck::abi {
namespace {

void expect_equal_facts(const std::vector<Fact>& portable, const std::vector<Fact>& system) {
    ASSERT_EQ(portable.size(), system.size());
    for (std::size_t i = 0; i < portable.size(); ++i) {
        EXPECT_EQ(portable[i].name, system[i].name);
        EXPECT_EQ(portable[i].value, system[i].value) << portable[i].name;
    }
}

TEST(PortableDeclarations, ReachEveryMethodOfASystemObject) {
    const Side portable = portable_side();
    const Side system = system_side();
    ASSERT_EQ(portable.interfaces.size(), system.interfaces.size());
    std::size_t methods = 0;
    for (std::size_t i = 0; i < portable.interfaces.size(); ++i) {
        EXPECT_EQ(portable.interfaces[i].name, system.interfaces[i].name);
        methods += expect_all_arrive(portable.interfaces[i], system.interfaces[i].object);
    }
    EXPECT_EQ(methods, 202U);
}

TEST(SystemDeclarations, ReachEveryMethodOfAPortableObject) {
    const Side portable = portable_side();
    const Side system = system_side();
    ASSERT_EQ(portable.interfaces.size(), system.interfaces.size());
    std::size_t methods = 0;
    for (std::size_t i = 0; i < portable.interfaces.size(); ++i) {
        methods += expect_all_arrive(system.interfaces[i], portable.interfaces[i].object);
    }
    EXPECT_EQ(methods, 202U);
}

TEST(SystemDeclarations, PutEveryMethodInTheSlotOfTheContract) {
    for (const Interface& interface : system_side().interfaces) {
        for (const Outcome& outcome : interface.call_all(interface.object)) {
            if (outcome.compiled_slot == -1) {
                GTEST_SKIP() << "this compiler does not tell";
            }
            EXPECT_EQ(outcome.compiled_slot, outcome.slot)
                << outcome.sent.interface << "::" << outcome.sent.method;
        }
    }
}

TEST(SystemDeclarations, GiveEveryInterfaceAndClassTheIdentifierOfTheContract) {
    for (const Identifier& identifier : system_side().identifiers) {
        EXPECT_EQ(identifier.declared, identifier.contract) << identifier.name;
    }
}

TEST(PortableDeclarations, HaveTheConstantsOfTheSystem) {
    const std::vector<Fact> constants = portable_side().constants;
    EXPECT_GT(constants.size(), 280U);
    expect_equal_facts(constants, system_side().constants);
}

TEST(PortableDeclarations, HaveTheLayoutOfTheSystem) {
    expect_equal_facts(portable_side().layout, system_side().layout);
}

}  // namespace
}  // namespace wbemcheck::abi
