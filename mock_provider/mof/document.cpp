#include "mock_provider/mof/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>
#include <utility>

#include "mock_provider/model/name.h"
#include "mock_provider/mof/limits.h"
#include "mock_provider/mof/parse.h"

namespace wbemcheck::mock::mof {

namespace {

namespace fs = std::filesystem;

std::string path_text(const fs::path& path) {
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

fs::path path_of(std::string_view text) {
    std::u8string name(text.begin(), text.end());
    std::ranges::replace(name, u8'\\', u8'/');  // both are used in MOF files
    return fs::path(std::move(name));
}

std::optional<std::string> read_bytes(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        return std::nullopt;
    }
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    return file.bad() || !file.is_open() ? std::nullopt : std::optional(std::move(bytes));
}

// Reads one file after the other into a document.
class DocumentReader {
public:
    explicit DocumentReader(const std::vector<fs::path>& folders) : folders_(folders) {}

    void read_first(const fs::path& file) {
        const std::optional<std::string> bytes = read_bytes(file);
        if (!bytes) {
            document_.errors.push_back({path_text(file), 1, 1, "the file cannot be read"});
            return;
        }
        read_file(file, *bytes);
    }

    void read(std::string name, std::string_view bytes) {
        DecodedSource decoded = decode_source(std::move(name), bytes);
        if (!decoded.source) {
            document_.errors.push_back(std::move(decoded.error));
            return;
        }
        document_.sources.push_back(std::make_shared<const Source>(*std::move(decoded.source)));
        const Source& source = *document_.sources.back();
        Parsed parsed = parse_mof(source, kMaxErrors - document_.errors.size());
        std::ranges::move(parsed.errors, std::back_inserter(document_.errors));
        for (Declaration& declaration : parsed.declarations) {
            const auto* const pragma = std::get_if<PragmaSyntax>(&declaration);
            if (pragma != nullptr && equal_names(pragma->name.text, "include")) {
                include(source, pragma->arguments.front());
            } else {
                document_.steps.push_back({&source, std::move(declaration)});
            }
            if (is_full()) {
                return;
            }
        }
    }

    [[nodiscard]] Document take() { return std::move(document_); }

private:
    [[nodiscard]] bool is_full() const noexcept { return document_.errors.size() >= kMaxErrors; }

    void read_file(const fs::path& file, std::string_view bytes) {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(file, error);
        open_files_.push_back({file, error ? file : canonical});
        read(path_text(file), bytes);
        open_files_.pop_back();
    }

    void include(const Source& source, const NameSyntax& name) {
        const auto refuse = [&](std::string message) {
            document_.errors.push_back(make_diagnostic(source, name.offset, std::move(message)));
        };
        if (open_files_.size() == kMaxIncludeDepth) {
            refuse(fmt::format("expected at most {} files within each other", kMaxIncludeDepth));
            return;
        }
        if (++includes_ > kMaxIncludes) {
            if (includes_ == kMaxIncludes + 1)
                refuse(fmt::format("expected at most {} included files", kMaxIncludes));
            return;
        }
        for (const fs::path& candidate : candidates(path_of(name.text))) {
            if (is_open(candidate)) {
                refuse(fmt::format("the file {} includes itself: {}", name.text, chain_to(candidate)));
                return;
            }
            if (const std::optional<std::string> bytes = read_bytes(candidate)) {
                read_file(candidate, *bytes);
                return;
            }
        }
        refuse(fmt::format("the included file {} cannot be read", name.text));
    }

    [[nodiscard]] std::vector<fs::path> candidates(const fs::path& name) const {
        std::vector<fs::path> paths;
        const auto add = [&paths](fs::path path) {
            if (std::ranges::find(paths, path) == paths.end()) paths.push_back(std::move(path));
        };
        if (name.is_absolute()) {
            add(name);
            return paths;
        }
        if (!open_files_.empty()) {
            add(open_files_.back().path.parent_path() / name);
            add(open_files_.front().path.parent_path() / name);
        }
        for (const fs::path& folder : folders_) {
            add(folder / name);
        }
        return paths;
    }

    [[nodiscard]] bool is_open(const fs::path& path) const {
        std::error_code error;
        const fs::path canonical = fs::weakly_canonical(path, error);
        return !error && std::ranges::find(open_files_, canonical, &OpenFile::canonical) != open_files_.end();
    }

    [[nodiscard]] std::string chain_to(const fs::path& path) const {
        std::string chain;
        const fs::path canonical = fs::weakly_canonical(path);
        for (auto it = std::ranges::find(open_files_, canonical, &OpenFile::canonical);
             it != open_files_.end(); ++it) {
            chain += path_text(it->path.filename()) + " -> ";
        }
        return chain + path_text(path.filename());
    }

    struct OpenFile {
        fs::path path;
        fs::path canonical;
    };

    const std::vector<fs::path>& folders_;
    Document document_;
    std::vector<OpenFile> open_files_;  // the first one, and each that is included in the one before
    std::size_t includes_ = 0;
};

}  // namespace

Document read_document(const fs::path& file, const std::vector<fs::path>& folders) {
    DocumentReader reader(folders);
    reader.read_first(file);
    return reader.take();
}

Document read_document(std::string name, std::string_view text, const std::vector<fs::path>& folders) {
    DocumentReader reader(folders);
    reader.read(std::move(name), text);
    return reader.take();
}

}  // namespace wbemcheck::mock::mof
