#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <string>
#include <system_error>
#include <vector>

#include "harness/trace/mapped_file.h"

namespace wbemcheck::trace {
namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
    const DWORD code = ::GetLastError();
    throw TraceError(std::string(what) + " " + path.string() + ": " +
                     std::system_category().message(static_cast<int>(code)));
}

std::uint64_t size_of(HANDLE file, const std::filesystem::path& path) {
    LARGE_INTEGER size{};
    if (!::GetFileSizeEx(file, &size)) fail("Cannot read the size of the trace file", path);
    return static_cast<std::uint64_t>(size.QuadPart);
}

HANDLE open_file(const std::filesystem::path& path, DWORD access, DWORD disposition) {
    HANDLE file = ::CreateFileW(path.c_str(), access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                disposition, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE) fail("Cannot open the trace file", path);
    return file;
}

}  // namespace

struct MappedFile::Handles {
    std::filesystem::path path;
    HANDLE file = INVALID_HANDLE_VALUE;
    std::vector<void*> pieces;

    ~Handles() {
        for (void* piece : pieces) ::UnmapViewOfFile(piece);
        if (file != INVALID_HANDLE_VALUE) ::CloseHandle(file);
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
    file.handles_->file = open_file(path, GENERIC_READ | GENERIC_WRITE, CREATE_ALWAYS);
    return file;
}

MappedFile MappedFile::open(const std::filesystem::path& path) {
    MappedFile file;
    file.handles_ = std::make_unique<Handles>();
    file.handles_->path = path;
    file.handles_->file = open_file(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    return file;
}

std::byte* MappedFile::map(std::uint64_t offset, std::size_t size) {
    const std::uint64_t end = offset + size;
    // A mapping object that is larger than the file extends it; the new bytes are zero.
    const std::uint64_t length = end > this->size() ? end : this->size();
    HANDLE mapping = ::CreateFileMappingW(handles_->file, nullptr, PAGE_READWRITE, static_cast<DWORD>(length >> 32),
                                          static_cast<DWORD>(length), nullptr);
    if (mapping == nullptr) fail("Cannot extend the trace file", handles_->path);
    void* address = ::MapViewOfFile(mapping, FILE_MAP_WRITE, static_cast<DWORD>(offset >> 32),
                                    static_cast<DWORD>(offset), size);
    const DWORD code = ::GetLastError();
    ::CloseHandle(mapping);  // the view keeps the mapping alive
    if (address == nullptr) {
        ::SetLastError(code);
        fail("Cannot map the trace file", handles_->path);
    }
    handles_->pieces.push_back(address);
    return static_cast<std::byte*>(address);
}

std::uint64_t MappedFile::size() const { return size_of(handles_->file, handles_->path); }

MappedView::MappedView(const std::filesystem::path& path) {
    HANDLE file = open_file(path, GENERIC_READ, OPEN_EXISTING);
    size_ = static_cast<std::size_t>(size_of(file, path));
    if (size_ != 0) {
        HANDLE mapping = ::CreateFileMappingW(file, nullptr, PAGE_READONLY, 0, 0, nullptr);
        if (mapping != nullptr) {
            data_ = static_cast<const std::byte*>(::MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 0));
            ::CloseHandle(mapping);
        }
        if (data_ == nullptr) {
            ::CloseHandle(file);
            fail("Cannot map the trace file", path);
        }
    }
    ::CloseHandle(file);
}

MappedView::~MappedView() {
    if (data_ != nullptr) ::UnmapViewOfFile(data_);
}

}  // namespace wbemcheck::trace
