# Reads TAP reports as prove does, with the parser that comes with Perl.
#
#     check_tap.pl REPORT...
#
# Every line must be one that the parser knows, points must be numbered, the plan must count them and come last, and YAML
# blocks must be readable and name a verdict. Ends in "SKIPPED: ..." and exit code 77 where the parser is not installed.
use strict;
use warnings;

unless (eval { require TAP::Parser; 1 }) {
    print "SKIPPED: TAP was not parsed: the Perl module TAP::Parser is not installed\n";
    exit 77;
}

# A parser of TAP 13 refuses the number 14 and nothing else: version 14 is what parsers of version 13 read already.
sub load {
    my ($name) = @_;
    open my $file, '<:encoding(UTF-8)', $name or die "$name: $!\n";
    local $/;
    my $text = <$file>;
    $text =~ s/\ATAP version 14\n/TAP version 13\n/ or die "$name does not begin with its version\n";
    return $text;
}

sub problems_of {
    my ($text) = @_;
    my $parser = TAP::Parser->new({tap => $text});
    my @problems;
    my ($points, $blocks, $last) = (0, 0, '');
    while (my $result = $parser->next) {
        $last = $result->type;
        if ($result->is_test) {
            ++$points;
            push @problems, "point $points has the number " . $result->number if $result->number != $points;
            push @problems, "point $points has no description" if $result->description !~ /^- \S/;
            push @problems, "point $points gives no reason" if $result->has_directive && $result->explanation !~ /\S/;
        } elsif ($result->is_yaml) {
            ++$blocks;
            my $data = $result->data;
            push @problems, "the block of point $points has no verdict" unless ref $data eq 'HASH' && $data->{verdict};
            for my $finding (@{$data->{findings} || []}) {
                push @problems, "a finding of point $points has no clause" unless $finding->{clause};
            }
        } elsif ($result->is_unknown) {
            push @problems, 'no TAP: ' . $result->as_string;
        }
    }
    push @problems, $parser->parse_errors;
    push @problems, 'the plan is missing or wrong' unless $parser->is_good_plan;
    push @problems, "the last line is a $last" if $last ne 'plan';
    push @problems, 'there are no points' unless $points;
    return @problems;
}

my $count = 0;
for my $name (@ARGV) {
    for my $problem (problems_of(load($name))) {
        ++$count;
        print "$name: $problem\n";
    }
}
print scalar(@ARGV), " reports, $count problems\n";
exit($count ? 1 : 0);
