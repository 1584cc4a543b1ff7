// Reports are written whole or not at all: into a temporary file beside the target, which then takes its
// place.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace wbemcheck::reports {

// what() is one sentence with the path and the reason.
class FileError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Throws FileError when `path` could not be written. To be called before a run, so that nobody waits for a
// report that cannot be kept. Changes nothing and leaves nothing behind; an existing file keeps its content.
void check_writable(const std::filesystem::path& path);

// Writes `text` as the whole content of `path`, byte by byte as it is. On failure an existing file keeps its
// content, no new one appears, and FileError is thrown. What is no regular file (a pipe, a terminal,
// /dev/null) is written directly, never replaced; a link stays a link, and its target is written.
void write_whole(const std::filesystem::path& path, std::string_view text);

// The same for a text that comes piece by piece and is too long to be held: until `finish` nobody sees it, and without it
// nothing has happened. What is no regular file gets the pieces as they come.
class GrowingFile {
public:
    explicit GrowingFile(const std::filesystem::path& path);
    ~GrowingFile();
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    void write(std::string_view text);
    void finish();  // the last call

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace wbemcheck::reports
