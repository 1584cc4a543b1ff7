#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "reports/file_writer.h"

namespace wbemcheck::reports {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class PosixFileWriter : public ::testing::Test {
protected:
    PosixFileWriter() {
        std::string pattern = (fs::temp_directory_path() / "wbemcheck-reports-XXXXXX").string();
        folder = ::mkdtemp(pattern.data());
    }
    ~PosixFileWriter() override {
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
    static std::string content(const fs::path& path) {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    static std::string sentence(const std::function<void()>& action) {
        try {
            action();
        } catch (const FileError& error) {
            return error.what();
        }
        ADD_FAILURE() << "nothing was refused";
        return "";
    }
    [[nodiscard]] std::size_t files() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
    }

    fs::path folder;
};

TEST_F(PosixFileWriter, WritesIntoADeviceAndNeverReplacesIt) {
    check_writable("/dev/null");
    write_whole("/dev/null", "text");
    EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(PosixFileWriter, WritesIntoAPipe) {
    const fs::path pipe = folder / "pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const int reader = ::open(pipe.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    check_writable(pipe);
    write_whole(pipe, "through the pipe");
    std::array<char, 64> bytes{};
    const ssize_t count = ::read(reader, bytes.data(), bytes.size());
    ::close(reader);
    ASSERT_GT(count, 0);
    EXPECT_EQ(std::string(bytes.data(), static_cast<std::size_t>(count)), "through the pipe");
    EXPECT_TRUE(fs::is_fifo(pipe));
}

TEST_F(PosixFileWriter, WritesTheTargetOfALinkAndKeepsTheLink) {
    write_whole(folder / "target.json", "old");
    fs::create_symlink("target.json", folder / "link.json");
    check_writable(folder / "link.json");
    write_whole(folder / "link.json", "new");
    EXPECT_TRUE(fs::is_symlink(folder / "link.json"));
    EXPECT_EQ(content(folder / "target.json"), "new");
    EXPECT_EQ(files(), 2U);
}

TEST_F(PosixFileWriter, RefusesALinkThatLeadsInACircle) {
    fs::create_symlink("b", folder / "a");
    fs::create_symlink("a", folder / "b");
    EXPECT_THROW(check_writable(folder / "a"), FileError);
    EXPECT_EQ(files(), 2U);
}

TEST_F(PosixFileWriter, KeepsThePermissionsOfTheFileItReplaces) {
    write_whole(folder / "report.json", "old");
    fs::permissions(folder / "report.json", fs::perms::owner_read | fs::perms::owner_write);
    write_whole(folder / "report.json", "new");
    EXPECT_EQ(fs::status(folder / "report.json").permissions(),
              fs::perms::owner_read | fs::perms::owner_write);
}

// Root may write everywhere, so a test that root runs becomes somebody else for a while.
class AsNobody {
public:
    AsNobody() : user_(::geteuid()) {
        if (user_ == 0) {
            EXPECT_EQ(::seteuid(65534), 0);
        }
    }
    ~AsNobody() {
        if (user_ == 0) {
            EXPECT_EQ(::seteuid(0), 0);
        }
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;

private:
    uid_t user_;
};

TEST_F(PosixFileWriter, RefusesAFileThatItMayNotWrite) {
    write_whole(folder / "report.json", "old");
    fs::permissions(folder / "report.json", fs::perms::owner_read);
    fs::permissions(folder, fs::perms::all);
    {
        const AsNobody nobody;
        const std::string expected =
            "Cannot write '" + (folder / "report.json").string() + "': permission denied.";
        EXPECT_EQ(sentence([&] { check_writable(folder / "report.json"); }), expected);
        EXPECT_EQ(sentence([&] { write_whole(folder / "report.json", "new"); }), expected);
    }
    EXPECT_EQ(content(folder / "report.json"), "old");
    EXPECT_EQ(files(), 1U);
}

TEST_F(PosixFileWriter, RefusesAFolderInWhichItMayMakeNoFile) {
    fs::permissions(folder, fs::perms::all &
                                ~(fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write));
    {
        const AsNobody nobody;
        EXPECT_EQ(sentence([&] { check_writable(folder / "report.json"); }),
                  "Cannot write '" + (folder / "report.json").string() +
                      "': no file can be made in the folder '" + folder.string() + "', permission denied.");
    }
    fs::permissions(folder, fs::perms::owner_all);
    EXPECT_EQ(files(), 0U);
}

// A full disk, as a limit on the size of files: the older report stays, and nothing else does.
TEST_F(PosixFileWriter, KeepsTheOlderReportWhenTheDiskIsFull) {
    write_whole(folder / "report.json", "old");
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = before;
    limit.rlim_cur = 1000;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    const std::string refused =
        sentence([&] { write_whole(folder / "report.json", std::string(100'000, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    (void)std::signal(SIGXFSZ, handler);
    EXPECT_THAT(refused, HasSubstr("Cannot write '"));
    EXPECT_EQ(content(folder / "report.json"), "old");
    EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace wbemcheck::reports
