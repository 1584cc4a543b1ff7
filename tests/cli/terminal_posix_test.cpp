// What a person sees on a terminal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/cli/program.h"

namespace wbemcheck::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

// Everything that the program writes to a terminal of this size.
std::string on_terminal(std::vector<std::string> arguments, unsigned short rows, unsigned short columns) {
    const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT_GE(master, 0);
    EXPECT_EQ(::grantpt(master), 0);
    EXPECT_EQ(::unlockpt(master), 0);
    const std::string name = ::ptsname(master);
    const int slave = ::open(name.c_str(), O_RDWR | O_NOCTTY);
    const winsize size{rows, columns, 0, 0};
    EXPECT_EQ(::ioctl(slave, TIOCSWINSZ, &size), 0);
    arguments.insert(arguments.begin(), WBEMCHECK_PROGRAM);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(slave, STDOUT_FILENO);
        ::execv(WBEMCHECK_PROGRAM, pointers.data());
        ::_exit(127);
    }
    ::close(slave);
    std::string written;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(master, buffer, sizeof buffer)) > 0;) {
        written.append(buffer, static_cast<std::size_t>(count));
    }
    ::close(master);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) < 2) << written;
    return written;
}

std::string summary_in(const std::string& written) { return written.substr(written.rfind('\r', written.rfind("VIOLATES"))); }

TEST(Terminal, ShowsProgressWithTheScenarioAndColours) {
    set_variable("TERM", "xterm");
    set_variable("NO_COLOR", "");  // which is as good as unset
    const std::string written = on_terminal({"run", "mock", "--filter", "lifecycle/*"}, 50, 120);
    EXPECT_THAT(written, HasSubstr("\r[......"));
    EXPECT_THAT(written, HasSubstr(" s  lifecycle/"));
    EXPECT_THAT(written, HasSubstr("\x1b["));
    EXPECT_THAT(on_terminal({"run", "mock", "--quiet", "--filter", "lifecycle/*"}, 50, 120), Not(HasSubstr("[....")));
}

TEST(Terminal, HasNoColoursWhenNobodyWantsThem) {
    set_variable("TERM", "xterm");
    for (const char* value : {"1", "0", "no"}) {
        set_variable("NO_COLOR", value);
        EXPECT_THAT(on_terminal({"run", "mock", "--filter", "lifecycle/*"}, 50, 120), Not(HasSubstr("\x1b"))) << value;
    }
    set_variable("NO_COLOR", "");
    set_variable("TERM", "dumb");
    EXPECT_THAT(on_terminal({"run", "mock", "--filter", "lifecycle/*"}, 50, 120), Not(HasSubstr("\x1b")));
}

TEST(Terminal, GetsASummaryThatFitsItsScreen) {
    set_variable("NO_COLOR", "1");
    for (const unsigned short rows : std::vector<unsigned short>{24, 30, 60}) {
        const std::string written =
            on_terminal({"run", "mock?defect=reference-never-taken", "--filter", "lifecycle/*"}, rows, 200);
        const std::string summary = summary_in(written);
        EXPECT_LT(std::count(summary.begin(), summary.end(), '\n'), std::min<int>(rows, 41)) << summary;
        EXPECT_THAT(summary, HasSubstr("Verdict: violates (exit 1)"));
        EXPECT_THAT(summary, HasSubstr("--filter lifecycle/"));
    }
    set_variable("NO_COLOR", "");
}

}  // namespace
}  // namespace wbemcheck::cli
