#include "mock_provider/mof_error.h"

#include <fmt/format.h>

#include <utility>

namespace wbemcheck::mock {

namespace {

std::string describe(const std::vector<MofProblem>& problems) {
    const MofProblem& first = problems.front();
    std::string text = fmt::format("{}:{}:{}: {}", first.file, first.line, first.column, first.message);
    if (problems.size() > 1) {
        text += fmt::format(" (and {} more)", problems.size() - 1);
    }
    return text;
}

}  // namespace

MofError::MofError(std::vector<MofProblem> problems)
    : std::runtime_error(describe(problems)),
      problems_(std::make_shared<const std::vector<MofProblem>>(std::move(problems))) {}

}  // namespace wbemcheck::mock
