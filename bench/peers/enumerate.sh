#!/bin/bash
# All multigraphs with E edges, loops allowed, none isolated, with nauty's tools; prints their number.
#   enumerate.sh genbg E                edges against vertices as bipartite graphs, a loop being an edge of degree 1
#   enumerate.sh pipeline E ASSEMBLE    connected ones by geng | vcolg (loops as colours) | multig, unions by ASSEMBLE
set -e
method=$1; E=$2
prefix=$(command -v nauty-geng >/dev/null 2>&1 && echo nauty- || echo "")

genbg() {
  for ((n = 1; n <= 2 * E; n++)); do
    tool=${prefix}genbg
    [ $((n + E)) -le 32 ] || tool=${prefix}genbgL
    $tool -q -d1:1 -D2:$((2 * E)) "$E" $n
  done
}

connected() {
  local edges=$1 loops n most
  for ((loops = 0; loops <= edges; loops++)); do
    local rest=$((edges - loops))
    for ((n = 1; n <= rest + 1; n++)); do
      most=$((n * (n - 1) / 2)); [ $most -le $rest ] || most=$rest
      [ $((n - 1)) -le $most ] || continue
      [ $rest -eq 0 ] || [ $most -gt 0 ] || continue
      local degrees=-d1,0; [ $loops -gt 0 ] || degrees=-d1
      ${prefix}geng -q -c $n $((n - 1)):$most | ${prefix}vcolg -q -T -e$loops -m$((loops + 1)) $degrees 2>/dev/null |
        ${prefix}multig -q -V -T -e$rest
    done
  done
}

if [ "$method" = genbg ]; then
  genbg | wc -l
else
  folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
  for ((e = 1; e <= E; e++)); do connected $e > "$folder/$e"; done
  "$3" "$E" "$folder" | wc -l
fi
