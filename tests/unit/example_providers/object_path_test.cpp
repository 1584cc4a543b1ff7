// Paths with one key.
#include "tests/providers/object_path.h"

#include <gmock/gmock.h>

#include "harness/com/hresult.h"

namespace wbemcheck::example::test {
namespace {

std::string key(std::string_view path) { return parse_instance_path(path).key; }

TEST(InstancePath, IsReadInEveryForm) {
    EXPECT_EQ(key("A_B.Name=\"x\""), "x");
    EXPECT_EQ(key("A_B=\"x\""), "x");
    EXPECT_EQ(key("A_B.Name='x'"), "x");
    EXPECT_EQ(key("root\\a:A_B.Name=\"x\""), "x");
    EXPECT_EQ(key("\\\\.\\root\\a:A_B.Name=\"c:\\\\x\""), "c:\\x");
    EXPECT_EQ(key("A_B.Name=\"a\\\"b=:.\""), "a\"b=:.");
    EXPECT_EQ(key("A_B.Name=\"\""), "");
}

TEST(InstancePath, IsRefusedWhenItIsNone) {
    for (const char* const path :
         {"", "A_B", "A_B.Name", "A_B.Name=", "A_B.Name=x", "A_B.=\"x\"", "=\"x\"", "A_B.Name=\"x",
          "A_B.Name=\"", "A_B.Name=\"x\"y\"", "A_B.Name=\"x\\\"", "A_B.A=\"x\",B=\"y\"", "A_B=@"}) {
        EXPECT_THROW(static_cast<void>(key(path)), com::HresultError) << path;
    }
}

TEST(InstancePath, ComesBackAsItWasMade) {
    for (const char* const name : {"plain", "a\"b", "c:\\d\\", "", "umlaut \xc3\xa4"}) {
        EXPECT_EQ(key_in_path(make_instance_path("A_B", "Name", name), "a_b", "NAME"), name);
    }
}

TEST(InstancePath, OfAnotherClassOrKeyIsRefused) {
    EXPECT_THROW(static_cast<void>(key_in_path("A_B.Name=\"x\"", "A_C", "Name")), com::HresultError);
    EXPECT_THROW(static_cast<void>(key_in_path("A_B.Id=\"x\"", "A_B", "Name")), com::HresultError);
}

}  // namespace
}  // namespace wbemcheck::example::test
