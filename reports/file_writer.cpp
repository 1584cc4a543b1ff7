#include "reports/file_writer.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <system_error>
#include <utility>

namespace wbemcheck::reports {

namespace fs = std::filesystem;

namespace {

std::string to_utf8(const fs::path& path) {
    const std::u8string text = path.u8string();
    return {text.begin(), text.end()};
}

// The same words on every platform and in every locale for what people meet.
std::string words_of(const std::error_code& error) {
    if (!error) return "the system gave no reason";
    if (error == std::errc::permission_denied) return "permission denied";
    if (error == std::errc::no_such_file_or_directory) return "there is no such file or folder";
    if (error == std::errc::not_a_directory) return "a part of the path is not a folder";
    if (error == std::errc::is_a_directory) return "it is a folder";
    if (error == std::errc::no_space_on_device) return "no space is left on the device";
    if (error == std::errc::read_only_file_system) return "the file system is read-only";
    if (error == std::errc::filename_too_long) return "the name is too long";
    if (error == std::errc::too_many_symbolic_link_levels) return "its links lead in a circle";
    return error.message();
}

[[noreturn]] void fail(const fs::path& path, const std::string& reason) {
    throw FileError(fmt::format("Cannot write '{}': {}.", to_utf8(path), reason));
}

std::error_code last_error() { return {errno, std::generic_category()}; }

// Where the bytes have to go.
struct Target {
    fs::path file;
    fs::path folder;
    bool is_special = false;  // something that must be written into, never replaced
    bool exists = false;
};

Target find_target(const fs::path& path) {
    if (path.empty()) fail(path, "the name is empty");
    if (!path.has_filename()) fail(path, "it names a folder, not a file");
    std::error_code error;
    Target target;
    target.file = path;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::none) fail(path, words_of(error));
    target.exists = fs::exists(status);
    if (target.exists && fs::is_directory(status)) fail(path, "it is a folder");
    target.is_special = target.exists && !fs::is_regular_file(status);
    if (fs::is_symlink(fs::symlink_status(path, error)) && !target.is_special) {
        target.file = fs::weakly_canonical(path, error);
        if (error) fail(path, words_of(error));
        if (!target.exists && fs::is_symlink(fs::symlink_status(target.file, error))) {
            fail(path, "it is a link to a file that does not exist");
        }
    }
    target.folder = target.file.has_parent_path() ? target.file.parent_path() : fs::path(".");
    if (!target.is_special && !fs::is_directory(target.folder, error)) {
        fail(path, fs::exists(target.folder, error)
                       ? fmt::format("'{}' is not a folder", to_utf8(target.folder))
                       : fmt::format("the folder '{}' does not exist", to_utf8(target.folder)));
    }
    return target;
}

// A file beside the target that is gone when this is, unless it took the place of the target.
class TemporaryFile {
public:
    TemporaryFile(const Target& target, fs::path asked_for) : asked_for_(std::move(asked_for)) {
        std::random_device random;
        const std::uint64_t number = (std::uint64_t{random()} << 32U) | random();
        path_ = target.folder / fmt::format(".wbemcheck-{:016x}.tmp", number);
        errno = 0;
        stream_.open(path_, std::ios::binary | std::ios::trunc);
        if (!stream_) {
            const std::error_code error = last_error();
            fail(asked_for_, fmt::format("no file can be made in the folder '{}', {}", to_utf8(target.folder),
                                         words_of(error)));
        }
    }

    ~TemporaryFile() {
        stream_.close();
        std::error_code ignored;  // it may be gone already
        if (!path_.empty()) fs::remove(path_, ignored);
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    void write(std::string_view text) {
        errno = 0;
        stream_.write(text.data(), static_cast<std::streamsize>(text.size()));
        if (!stream_) fail(asked_for_, words_of(last_error()));
    }

    void take_place_of(const Target& target) {
        errno = 0;
        stream_.close();
        if (!stream_) fail(asked_for_, words_of(last_error()));
        std::error_code error;
        if (target.exists) fs::permissions(path_, fs::status(target.file, error).permissions(), error);
        fs::rename(path_, target.file, error);
        if (error) fail(asked_for_, words_of(error));
        path_.clear();
    }

private:
    fs::path asked_for_;
    fs::path path_;
    std::ofstream stream_;
};

// Opening for append changes nothing, but is refused where writing would be.
void require_permission(const Target& target, const fs::path& asked_for) {
    if (!target.exists) return;
    errno = 0;
    const std::ofstream stream(target.file, std::ios::binary | std::ios::app);
    if (!stream) fail(asked_for, words_of(last_error()));
}

}  // namespace

void check_writable(const fs::path& path) {
    const Target target = find_target(path);
    // Opening a pipe would wait for its reader, or tell it that there is nothing more to come.
    if (target.is_special) return;
    require_permission(target, path);
    const TemporaryFile probe(target, path);
}

void write_whole(const fs::path& path, std::string_view text) {
    GrowingFile file(path);
    file.write(text);
    file.finish();
}

// Either a temporary file, or what is no regular file itself.
struct GrowingFile::Parts {
    explicit Parts(const fs::path& path) : asked_for(path), target(find_target(path)) {
        if (target.is_special) {
            errno = 0;
            special.open(target.file, std::ios::binary | std::ios::app);
            if (!special) fail(asked_for, words_of(last_error()));
        } else {
            require_permission(target, path);
            temporary.emplace(target, path);
        }
    }

    const fs::path asked_for;
    const Target target;
    std::optional<TemporaryFile> temporary;
    std::ofstream special;
};

GrowingFile::GrowingFile(const fs::path& path) : parts_(std::make_unique<Parts>(path)) {}

GrowingFile::~GrowingFile() = default;

void GrowingFile::write(std::string_view text) {
    if (parts_->temporary) {
        parts_->temporary->write(text);
        return;
    }
    errno = 0;
    parts_->special.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!parts_->special) fail(parts_->asked_for, words_of(last_error()));
}

void GrowingFile::finish() {
    if (parts_->temporary) {
        parts_->temporary->take_place_of(parts_->target);
        return;
    }
    errno = 0;
    parts_->special.close();
    if (!parts_->special) fail(parts_->asked_for, words_of(last_error()));
}

}  // namespace wbemcheck::reports
