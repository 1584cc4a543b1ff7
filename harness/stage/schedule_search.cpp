#include "harness/stage/schedule_search.h"

#include <algorithm>

namespace wbemcheck::stage {
namespace {

bool contains(std::span<const Turn> turns, const Turn& turn) {
    return std::find(turns.begin(), turns.end(), turn) != turns.end();
}

// Turns of one chain follow each other by themselves; leaving a chain that could go on is a preemption.
int chain_of(const Turn& turn) noexcept { return turn.kind == TurnKind::kCancel ? -turn.sink : turn.sink; }

}  // namespace

std::optional<Turn> FixedSchedule::choose(std::span<const Turn> open) {
    for (; next_ < schedule_.size(); ++next_) {
        const Turn& turn = schedule_[next_];
        if (contains(open, turn)) {
            ++next_;
            return turn;
        }
        const Turn before{TurnKind::kAddRef, turn.sink, 1};
        if (turn.kind == TurnKind::kCallback && contains(open, before)) return before;
    }
    return std::nullopt;
}

bool DepthFirstSearch::is_preemption(std::size_t depth, std::span<const Turn> open, const Turn& turn) const {
    if (depth == 0) return false;
    const int last = chain_of(path_[depth - 1].chosen);
    return chain_of(turn) != last &&
           std::any_of(open.begin(), open.end(), [&](const Turn& other) { return chain_of(other) == last; });
}

bool DepthFirstSearch::is_allowed(const Node& node, std::size_t depth, const Turn& turn) const {
    if (contains(node.asleep, turn) || contains(node.done, turn)) return false;
    if (!preemptions_) return true;
    const unsigned before = depth == 0 ? 0 : path_[depth - 1].preemptions;
    return before + (is_preemption(depth, node.open, turn) ? 1 : 0) <= *preemptions_;
}

std::optional<Turn> DepthFirstSearch::first_choice(const Node& node, std::size_t depth) const {
    for (const Turn& turn : node.open) {
        if (is_allowed(node, depth, turn)) return turn;
    }
    return std::nullopt;
}

std::optional<Turn> DepthFirstSearch::choose(std::span<const Turn> open) {
    if (is_redundant_) return std::nullopt;
    if (depth_ == path_.size()) {
        Node node;
        node.open.assign(open.begin(), open.end());
        if (depth_ != 0 && !preemptions_) {
            const Node& parent = path_[depth_ - 1];
            for (const auto* turns : {&parent.asleep, &parent.done}) {
                for (const Turn& turn : *turns) {
                    if (are_independent(turn, parent.chosen)) node.asleep.push_back(turn);
                }
            }
        }
        const std::optional<Turn> choice = first_choice(node, depth_);
        if (!choice) {
            is_redundant_ = true;
            return std::nullopt;
        }
        node.chosen = *choice;
        path_.push_back(std::move(node));
        Node& added = path_.back();
        added.preemptions = (depth_ == 0 ? 0 : path_[depth_ - 1].preemptions) +
                            (is_preemption(depth_, added.open, added.chosen) ? 1 : 0);
    } else if (!contains(open, path_[depth_].chosen)) {
        has_diverged_ = true;
        path_.resize(depth_);
        return choose(open);
    }
    const Turn turn = path_[depth_++].chosen;
    played_.push_back(turn);
    return turn;
}

bool DepthFirstSearch::advance() {
    is_redundant_ = false;
    has_diverged_ = false;
    depth_ = 0;
    played_.clear();
    while (!path_.empty()) {
        const std::size_t depth = path_.size() - 1;
        Node& node = path_.back();
        node.done.push_back(node.chosen);
        if (const std::optional<Turn> choice = first_choice(node, depth)) {
            node.chosen = *choice;
            node.preemptions = (depth == 0 ? 0 : path_[depth - 1].preemptions) +
                               (is_preemption(depth, node.open, node.chosen) ? 1 : 0);
            return true;
        }
        path_.pop_back();
    }
    return false;
}

std::optional<Turn> RandomSearch::choose(std::span<const Turn> open) {
    const Turn turn = open[random_() % open.size()];
    played_.push_back(turn);
    return turn;
}

}  // namespace wbemcheck::stage
