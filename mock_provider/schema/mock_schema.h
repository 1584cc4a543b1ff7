// What a mock holds: mock.mof, what somebody adds from MOF files of their own, and as many instances of
// Mock_Item as the settings say.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "mock_provider/model/repository.h"
#include "mock_provider/mof/diagnostic.h"

namespace wbemcheck::mock {

// root, root\mock with the classes of mock.mof, and root\mock\child; without a Mock_Item. Read once in a
// process, shared by all mocks, and never changed.
[[nodiscard]] std::shared_ptr<const Repository> own_schema();

// The same with files loaded into root\mock on top, one after the other. Null with errors.
struct ExtendedSchema {
    std::shared_ptr<const Repository> repository;
    std::vector<mof::Diagnostic> errors;  // of the first file that has any
    std::string fingerprint = {};  // the same for files that declare the same, however they are written
};
[[nodiscard]] ExtendedSchema extend_schema(const std::vector<std::filesystem::path>& files);

// A repository of one mock: what `schema` has (null: the own one), and `objects` instances of Mock_Item.
[[nodiscard]] std::unique_ptr<Repository> make_mock_repository(
    std::size_t objects, const std::shared_ptr<const Repository>& schema = nullptr);

}  // namespace wbemcheck::mock
