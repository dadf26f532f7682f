# Ends with an error when a JSON text has a number that a jq before 1.7 does not keep: it takes all for
# IEEE 754 doubles, which hold integers up to 2^53, and 15 digits of any number.

# Records end at quotes, so that they are in turn outside and inside of strings.
BEGIN { RS = "\"" }

inside {
  # A quote after an odd number of backslashes is part of the string.
  match($0, /\\*$/)
  if (RLENGTH % 2 == 0) inside = 0
  next
}

{
  count = split($0, tokens, /[^-+.0-9eE]+/)
  for (i = 1; i <= count; i++)
    if (tokens[i] ~ /[0-9]/ && !kept(tokens[i])) {
      rounded = 1
      exit
    }
  inside = 1
}

END {
  if (rounded) {
    print "the plan has a number that this jq would round: install jq 1.7 or newer on the Atlantis server"
    exit 1
  }
}

function kept(number,    exponent, digits) {
  exponent = number ~ /[eE]/ ? substr(number, match(number, /[eE]/) + 1) + 0 : 0
  digits = number
  sub(/[eE].*/, "", digits)
  gsub(/[-+.]/, "", digits)
  sub(/^0+/, "", digits)
  if (exponent < -200 || exponent > 200) return 0
  if (length(digits) <= 15) return 1
  return number ~ /^-?[0-9]+$/ && length(digits) == 16 && (digits "") <= "9007199254740992"
}
