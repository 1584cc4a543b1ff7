#include <gtest/gtest.h>

#include "harness/subject/subject.h"
#include "tests/unit/subject/usage_message.h"

namespace wbemcheck::subject::test {
namespace {

TEST(WmiSubject, IsRefusedOutsideWindows) {
    EXPECT_EQ(usage_message([] { static_cast<void>(make_subject(parse_subject("wmi:root\\cimv2"))); }),
              "subject 'wmi:root\\cimv2': a WMI namespace exists on Windows only; use wbemcheck.exe on "
              "Windows or under "
              "Wine, or test 'mock' here");
}

}  // namespace
}  // namespace wbemcheck::subject::test
