#include "harness/trace/piece_supply.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "harness/trace/format.h"
#include "tests/unit/trace/temporary_trace.h"

namespace wbemcheck::trace {
namespace {

constexpr std::size_t kPieceSize = 65536;

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PieceSupply, GivesThePiecesOfTheFileInTheirOrder) {
    const TemporaryTrace file;
    {
        PieceSupply supply(MappedFile::create(file.path()), 0, kPieceSize);
        for (int number = 0; number < 40; ++number) {
            // Some are made ready ahead of their use, in numbers that grow and shrink, and some are not.
            if (number % 7 == 3) supply.make_ready(static_cast<std::size_t>(number % 5));
            std::memset(supply.next(), 'a' + number % 26, kPieceSize);
        }
    }
    const std::string content = content_of(file.path());
    ASSERT_GE(content.size(), 40 * kPieceSize);
    for (std::size_t number = 0; number < 40; ++number) {
        EXPECT_EQ(content.substr(number * kPieceSize, kPieceSize), std::string(kPieceSize, static_cast<char>('a' + number % 26)));
    }
}

TEST(PieceSupply, BeginsBehindWhatIsThereAlready) {
    const TemporaryTrace file;
    {
        MappedFile mapped = MappedFile::create(file.path());
        std::memset(mapped.map(0, kHeaderSize), 'h', kHeaderSize);
        PieceSupply supply(std::move(mapped), kHeaderSize, kPieceSize);
        std::memset(supply.next(), 'p', kPieceSize);
    }
    EXPECT_EQ(content_of(file.path()), std::string(kHeaderSize, 'h') + std::string(kPieceSize, 'p'));
}

TEST(PieceSupply, GivesEachPieceToOneThread) {
    const TemporaryTrace file;
    PieceSupply supply(MappedFile::create(file.path()), 0, kPieceSize);
    std::mutex mutex;
    std::set<std::byte*> pieces;  // guarded by mutex
    std::vector<std::thread> threads;
    for (int place = 0; place < 4; ++place) {
        threads.emplace_back([&] {
            for (std::size_t number = 0; number < 50; ++number) {
                supply.make_ready(number % 4);
                std::byte* const piece = supply.next();
                piece[kPieceSize - 1] = std::byte{1};
                const std::lock_guard lock(mutex);
                EXPECT_TRUE(pieces.insert(piece).second);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(pieces.size(), 200U);
}

// A trace has a limit, and what was made ready beyond it would be on the disk all the same.
TEST(PieceSupply, MakesNoMoreThanItWasAskedFor) {
    for (int round = 0; round < 50; ++round) {
        const TemporaryTrace file;
        {
            PieceSupply supply(MappedFile::create(file.path()), 0, kPieceSize);
            supply.make_ready(2);
            static_cast<void>(supply.next());
            if (round % 2 == 0) std::this_thread::yield();
            supply.make_ready(1);
            static_cast<void>(supply.next());
        }
        ASSERT_EQ(std::filesystem::file_size(file.path()), 2 * kPieceSize) << "round " << round;
    }
}

TEST(PieceSupply, MayEndWhileItWorksAhead) {
    for (int round = 0; round < 50; ++round) {
        const TemporaryTrace file;
        PieceSupply supply(MappedFile::create(file.path()), 0, kPieceSize);
        supply.make_ready(8);
    }
}

}  // namespace
}  // namespace wbemcheck::trace
