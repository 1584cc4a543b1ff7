// A file mapped into memory. What was stored survives the death of the process, because the pages belong to the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>

namespace wbemcheck::trace {

class TraceError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// A growing file, mapped in pieces. Pieces stay at their address until the object goes. Not thread-safe.
// Errors: TraceError with the path and the system's reason.
class MappedFile {
public:
    MappedFile() noexcept;
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    // Creates the file, or empties it.
    [[nodiscard]] static MappedFile create(const std::filesystem::path& path);

    // Opens an existing file for reading and writing.
    [[nodiscard]] static MappedFile open(const std::filesystem::path& path);

    // Makes the file `offset + size` bytes long where it is shorter, and maps that range for writing. `offset` is a
    // multiple of 64 KiB, the coarsest mapping granularity of the platforms.
    [[nodiscard]] std::byte* map(std::uint64_t offset, std::size_t size);

    [[nodiscard]] std::uint64_t size() const;

private:
    struct Handles;
    std::unique_ptr<Handles> handles_;  // the platform's handles and the list of mapped pieces
};

// A whole file mapped for reading.
class MappedView {
public:
    explicit MappedView(const std::filesystem::path& path);
    ~MappedView();
    MappedView(const MappedView&) = delete;
    MappedView& operator=(const MappedView&) = delete;

    [[nodiscard]] const std::byte* data() const noexcept { return data_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace wbemcheck::trace
