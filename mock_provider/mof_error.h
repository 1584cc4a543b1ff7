// What is wrong with a MOF text that somebody wants to load into a mock.
#pragma once

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace wbemcheck::mock {

struct MofProblem {
    std::string file;  // "text" for a text
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message;
};

// `what` is the first problem as compilers write it, "app.mof:3:5: message", and the number of the others.
class MofError : public std::runtime_error {
public:
    // There is one problem at least.
    explicit MofError(std::vector<MofProblem> problems);

    [[nodiscard]] const std::vector<MofProblem>& problems() const noexcept { return *problems_; }

private:
    std::shared_ptr<const std::vector<MofProblem>> problems_;  // shared by copies: copying an exception must not throw
};

}  // namespace wbemcheck::mock
