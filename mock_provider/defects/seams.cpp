#include "mock_provider/defects/seams.h"

#include <fmt/format.h>

#include <stdexcept>

#include "mock_provider/defects/families.h"

namespace wbemcheck::mock {

Seams make_seams(const std::vector<std::string>& defects) {
    Seams seams;
    for (const std::string& id : defects) {
        const DefectEntry* const entry = find_entry(id);
        if (entry == nullptr) {
            throw std::invalid_argument(fmt::format("unknown defect '{}'", id));
        }
        entry->put_in(seams);
    }
    return seams;
}

}  // namespace wbemcheck::mock
