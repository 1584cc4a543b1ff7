#include "mock_provider/schema/mock_schema.h"

#include <fmt/format.h>

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "harness/com/hresult.h"
#include "mock_provider/model/datetime.h"
#include "mock_provider/mof/load.h"
#include "mock_provider/mof/print.h"
#include "mock_provider/schema/mock_mof.h"

namespace wbemcheck::mock {

namespace {

constexpr const char* kNamespace = "root\\mock";

// 2024-01-01 00:00 UTC, when the first item was made; one more hour for each that follows.
constexpr std::int64_t kFirstCreation = 1'704'067'200'000'000;
constexpr std::int64_t kHour = 3'600'000'000;

std::shared_ptr<const Repository> read_own_schema() {
    auto repository = std::make_shared<Repository>();
    for (const char* const path : {"root", kNamespace}) {
        com::throw_if_failed(repository->create_namespace(path));
    }
    const mof::Loaded loaded = mof::load_text(*repository, kNamespace, kMockMof, "mock.mof");
    if (!loaded.errors.empty()) {
        throw std::logic_error("the mock's own schema does not load: " + to_text(loaded.errors.front()));
    }
    return repository;
}

void add_items(NamespaceStore& space, std::size_t objects) {
    const std::shared_ptr<const ClassDefinition> definition = space.find_class("Mock_Item");
    for (std::size_t i = 1; i <= objects; ++i) {
        const bool is_odd = i % 2 == 1;
        const auto number = static_cast<std::int64_t>(i);
        const auto instance = make_instance(
            definition,
            {{"Name", Value::string(fmt::format("item-{:04}", i))},
             {"Value", Value::uint32(static_cast<std::uint32_t>(i))},
             {"Text", Value::string(fmt::format("The text of item {}", i))},
             {"Enabled", Value::boolean(is_odd)},
             {"Size", Value::uint64((std::uint64_t{1} << 32) + i)},  // beyond 32 bits
             {"Ratio", Value::real64(static_cast<double>(i) / 4)},
             {"Tags", Value::strings({is_odd ? "odd" : "even", fmt::format("tag-{}", i % 3)})},
             {"Created", Value::datetime(format_datetime({false, kFirstCreation + (number - 1) * kHour}))}});
        com::throw_if_failed(space.put_instance(*instance, WBEM_FLAG_CREATE_ONLY));
    }
}

}  // namespace

std::shared_ptr<const Repository> own_schema() {
    static const std::shared_ptr<const Repository> schema = read_own_schema();
    return schema;
}

ExtendedSchema extend_schema(const std::vector<std::filesystem::path>& files) {
    std::shared_ptr<Repository> repository = own_schema()->clone();
    std::uint64_t hash = 0xcbf29ce484222325U;  // FNV-1a
    for (const std::filesystem::path& file : files) {
        mof::Loaded loaded = mof::load_file(*repository, kNamespace, file);
        if (!loaded.errors.empty()) {
            return {nullptr, std::move(loaded.errors)};
        }
        for (const char c : mof::print(loaded, kNamespace)) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
        }
    }
    return {std::move(repository), {}, fmt::format("{:016x}", hash)};
}

std::unique_ptr<Repository> make_mock_repository(std::size_t objects,
                                                 const std::shared_ptr<const Repository>& schema) {
    std::unique_ptr<Repository> repository = (schema != nullptr ? schema : own_schema())->clone();
    add_items(*repository->find_namespace(kNamespace), objects);
    return repository;
}

}  // namespace wbemcheck::mock
