#include "harness/subject/module_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include "harness/com/guid.h"

namespace wbemcheck::subject {
namespace {

// All fields that are read lie before this in any file that a loader takes.
constexpr std::size_t kHead = 4096;
// No module is larger; what is behind it is not searched.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

constexpr std::size_t kGuidText = 38;  // {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}

struct MachineName {
    std::uint32_t number;
    std::string_view name;
};

// e_machine, System V ABI; Machine, PE format.
constexpr std::array kElfMachines = {MachineName{3, "i386"}, MachineName{40, "ARM"}, MachineName{62, "x86-64"},
                                     MachineName{183, "AArch64"}, MachineName{243, "RISC-V"}};
constexpr std::array kPeMachines = {MachineName{0x014C, "i386"}, MachineName{0x01C4, "ARM"}, MachineName{0x8664, "x86-64"},
                                    MachineName{0xAA64, "AArch64"}};

std::string name_of(std::span<const MachineName> names, std::uint32_t number) {
    const auto found = std::ranges::find(names, number, &MachineName::number);
    return found != names.end() ? std::string(found->name) : fmt::format("machine 0x{:X}", number);
}

std::string read_bytes(const std::filesystem::path& file, std::size_t limit) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        throw std::runtime_error("does not exist");
    }
    if (!std::filesystem::is_regular_file(file, error)) {
        throw std::runtime_error("is no file");
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw std::runtime_error(fmt::format("cannot be read: {}", std::generic_category().message(errno)));
    }
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    std::string bytes(error ? limit : static_cast<std::size_t>(std::min<std::uintmax_t>(size, limit)), '\0');
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(stream.gcount()));
    return bytes;
}

// A little-endian number; 0 where the file ends before it.
std::uint32_t number_at(std::string_view bytes, std::size_t position, std::size_t size) noexcept {
    std::uint32_t number = 0;
    if (position > bytes.size() || bytes.size() - position < size) {
        return 0;
    }
    for (std::size_t i = size; i-- > 0;) {
        number = number << 8U | static_cast<unsigned char>(bytes[position + i]);
    }
    return number;
}

// The identifier whose characters begin at `position` and stand `step` bytes apart.
std::optional<CLSID> class_id_at(std::string_view bytes, std::size_t position, std::size_t step) noexcept {
    if (bytes.size() - position < (kGuidText - 1) * step + 1) {
        return std::nullopt;
    }
    std::array<char, kGuidText> text{};
    for (std::size_t i = 0; i < kGuidText; ++i) {
        text[i] = bytes[position + i * step];
        const bool ends_high = step == 2 && position + i * step + 1 < bytes.size();
        if (ends_high && bytes[position + i * step + 1] != '\0') {
            return std::nullopt;
        }
    }
    return com::parse_guid({text.data(), text.size()});
}

}  // namespace

ModuleFile inspect_module(const std::filesystem::path& file) {
    const std::string head = read_bytes(file, kHead);
    if (head.starts_with("\x7F"
                         "ELF")) {
        constexpr std::uint32_t kShared = 3;  // ET_DYN
        return {ModuleFile::Format::kElf, name_of(kElfMachines, number_at(head, 18, 2)),
                number_at(head, 16, 2) == kShared};
    }
    const std::size_t header = number_at(head, 0x3C, 4);
    if (head.starts_with("MZ") && header + 24 <= head.size() && head.compare(header, 4, std::string_view("PE\0\0", 4)) == 0) {
        constexpr std::uint32_t kDll = 0x2000;  // IMAGE_FILE_DLL
        return {ModuleFile::Format::kPortableExecutable, name_of(kPeMachines, number_at(head, header + 4, 2)),
                (number_at(head, header + 22, 2) & kDll) != 0};
    }
    return {};
}

ModuleFile own_format() noexcept {
    ModuleFile own;
#ifdef _WIN32
    own.format = ModuleFile::Format::kPortableExecutable;
#else
    own.format = ModuleFile::Format::kElf;
#endif
#if defined(__x86_64__) || defined(_M_X64)
    own.machine = "x86-64";
#elif defined(__aarch64__) || defined(_M_ARM64)
    own.machine = "AArch64";
#elif defined(__i386__) || defined(_M_IX86)
    own.machine = "i386";
#endif
    own.is_library = true;
    return own;
}

std::string describe(const ModuleFile& file) {
    switch (file.format) {
        case ModuleFile::Format::kElf:
            return fmt::format("an ELF {} for {}", file.is_library ? "module" : "file", file.machine);
        case ModuleFile::Format::kPortableExecutable:
            return fmt::format("a Windows {} for {}", file.is_library ? "DLL" : "program", file.machine);
        case ModuleFile::Format::kOther:
            break;
    }
    return "no module";
}

std::vector<CLSID> find_class_ids(const std::filesystem::path& file) {
    const std::string bytes = read_bytes(file, kMostBytes);
    std::vector<CLSID> found;
    for (std::size_t at = bytes.find('{'); at != std::string::npos; at = bytes.find('{', at + 1)) {
        std::optional<CLSID> id = class_id_at(bytes, at, 1);
        if (!id) {
            id = class_id_at(bytes, at, 2);
        }
        const auto is_same = [&](const CLSID& known) { return known == *id; };
        if (id && std::ranges::none_of(found, is_same)) {
            found.push_back(*id);
        }
    }
    return found;
}

}  // namespace wbemcheck::subject
