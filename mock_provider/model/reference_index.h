// Which instances refer to which objects, so that associations are found without a scan.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "mock_provider/model/instance.h"
#include "mock_provider/model/key_index.h"

namespace wbemcheck::mock {

// The order of the associations of one object: by key, then by class. It says nothing of when they were put,
// so that equal contents give equal answers.
struct FiledKeyLess {
    [[nodiscard]] bool operator()(const FiledKey* left, const FiledKey* right) const noexcept;
};

// Those that refer to what a fingerprint stands for.
using Referrers = std::set<const FiledKey*, FiledKeyLess>;

// The references of one instance, as they are filed. Null for the many instances that refer to nothing.
using ReferrersByTarget = std::unordered_map<std::string, Referrers>;
using ReferenceLinks = std::unique_ptr<std::vector<ReferrersByTarget::value_type*>>;

// Filed are the scalar properties of type reference, whatever class they are in, under the fingerprint of the
// path that they hold (object_path.h). A fingerprint says nothing of classes, so an association may be put
// before the class that it refers to, and classes may come and go without anything being filed anew; in
// return, whoever asks must see for himself which of the referrers mean his object.
//
// Invariants: an instance is among the referrers of a target exactly when one of its references has that
// fingerprint; its links name those targets, each once; no target is without referrers. Not thread-safe:
// NamespaceStore changes it under the writer's lock, together with the instances.
class ReferenceIndex {
public:
    // Files what `instance` refers to; `referrer` is its key. When it throws nothing was filed.
    [[nodiscard]] ReferenceLinks add(const FiledKey& referrer, const Instance& instance);
    void remove(const FiledKey& referrer, const ReferenceLinks& links) noexcept;
    // `links` become those of the instance as it is now. When it throws they stay as they were.
    void replace(const FiledKey& referrer, const Instance& instance, ReferenceLinks& links);

    // Null when there are none.
    [[nodiscard]] const Referrers* find(const std::string& fingerprint) const noexcept;

private:
    void take_out(const FiledKey& referrer, ReferrersByTarget::value_type& target) noexcept;

    ReferrersByTarget targets_;
};

}  // namespace wbemcheck::mock
