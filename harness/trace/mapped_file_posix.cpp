#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "harness/trace/mapped_file.h"

namespace wbemcheck::trace {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
    throw TraceError(std::string(what) + " " + path.string() + ": " + std::strerror(errno));
}

struct Piece {
    void* address;
    std::size_t size;
};

}  // namespace

struct MappedFile::Handles {
    std::filesystem::path path;
    int descriptor = -1;
    std::vector<Piece> pieces;

    ~Handles() {
        for (const Piece& piece : pieces) ::munmap(piece.address, piece.size);
        if (descriptor >= 0) ::close(descriptor);
    }
};

MappedFile::MappedFile() noexcept = default;
MappedFile::MappedFile(MappedFile&& other) noexcept = default;
MappedFile& MappedFile::operator=(MappedFile&& other) noexcept = default;
MappedFile::~MappedFile() = default;

MappedFile MappedFile::create(const std::filesystem::path& path) {
    MappedFile file;
    file.handles_ = std::make_unique<Handles>();
    file.handles_->path = path;
    file.handles_->descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file.handles_->descriptor < 0) fail("Cannot create the trace file", path);
    return file;
}

MappedFile MappedFile::open(const std::filesystem::path& path) {
    MappedFile file;
    file.handles_ = std::make_unique<Handles>();
    file.handles_->path = path;
    file.handles_->descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file.handles_->descriptor < 0) fail("Cannot open the trace file", path);
    return file;
}

std::byte* MappedFile::map(std::uint64_t offset, std::size_t size) {
    if (const std::uint64_t present = this->size(); present < offset + size) {
        // With blocks of its own on the disk: a full one is found out here, where it can be said, and not by a store into a page
        // that nothing stands behind, which ends the process.
        const int error = ::posix_fallocate(handles_->descriptor, static_cast<off_t>(present),
                                            static_cast<off_t>(offset + size - present));
        if (error != 0) {
            // What a part of the growth may have left behind. Where it stays, the reason for it is still what counts.
            [[maybe_unused]] const int ignored = ::ftruncate(handles_->descriptor, static_cast<off_t>(present));
            errno = error;
            fail("Cannot extend the trace file", handles_->path);
        }
    }
    void* address = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, handles_->descriptor,
                           static_cast<off_t>(offset));
    if (address == MAP_FAILED) fail("Cannot map the trace file", handles_->path);
    handles_->pieces.push_back({address, size});
    return static_cast<std::byte*>(address);
}

std::uint64_t MappedFile::size() const {
    struct stat status {};
    if (::fstat(handles_->descriptor, &status) != 0) fail("Cannot read the size of the trace file", handles_->path);
    return static_cast<std::uint64_t>(status.st_size);
}

MappedView::MappedView(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) fail("Cannot open the trace file", path);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        ::close(descriptor);
        fail("Cannot read the size of the trace file", path);
    }
    size_ = static_cast<std::size_t>(status.st_size);
    if (size_ != 0) {
        void* address = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, descriptor, 0);
        if (address == MAP_FAILED) {
            ::close(descriptor);
            fail("Cannot map the trace file", path);
        }
        data_ = static_cast<const std::byte*>(address);
    }
    ::close(descriptor);
}

MappedView::~MappedView() {
    if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

}  // namespace wbemcheck::trace
