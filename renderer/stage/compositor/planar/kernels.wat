;; The inner loops of scaling, blending and mixing planes, 16 pixels at a time. Addresses and sizes are in bytes; reads may
;; pass the end of a row by up to 32 bytes, writes end on a multiple of 16.
(module
  (memory (export "memory") 1)

  ;; One mix of two rows: (a * (256 - weight) + b * weight + 128) >> 8.
  (func (export "mixRows")
    (param $a i32) (param $b i32) (param $weight i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $wa v128) (local $wb v128) (local $half v128)
    (local $x v128) (local $y v128)
    (local.set $wb (i16x8.splat (local.get $weight)))
    (local.set $wa (i16x8.splat (i32.sub (i32.const 256) (local.get $weight))))
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $a) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $a)))
      (local.set $y (v128.load (local.get $b)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $wa))
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $y)) (local.get $wb))))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $wa))
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $y)) (local.get $wb))))
            (i32.const 8))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $a) (local.get $end)))))

  ;; A row whose every 16 pixels read at most 16 neighbouring source pixels. A block of the table
  ;; is 64 bytes: 16 byte offsets, 16 weights of the right neighbour (16 bit), the first source pixel.
  (func (export "scaleRow") (param $source i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $from i32) (local $left v128) (local $right v128) (local $w v128)
    (local $half v128) (local $one v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $one (i16x8.splat (i32.const 256)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $from
        (i32.add (local.get $source) (i32.load offset=48 (local.get $table))))
      (local.set $left
        (i8x16.swizzle (v128.load (local.get $from)) (v128.load (local.get $table))))
      (local.set $right
        (i8x16.swizzle (v128.load offset=1 (local.get $from)) (v128.load (local.get $table))))
      (local.set $w (v128.load offset=16 (local.get $table)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $left))
                  (i16x8.sub (local.get $one) (local.get $w)))
                (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $right)) (local.get $w))))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $left))
                  (i16x8.sub (local.get $one) (v128.load offset=32 (local.get $table))))
                (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $right))
                  (v128.load offset=32 (local.get $table)))))
            (i32.const 8))))
      (local.set $table (i32.add (local.get $table) (i32.const 64)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; The same for 8 pixels that read at most 16 neighbours. A block of the table is 32 bytes: 8 byte
  ;; offsets, the first source pixel, 4 bytes of nothing, 8 weights.
  (func (export "scaleRowEight")
    (param $source i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $from i32) (local $places v128) (local $w v128) (local $x v128)
    (local $half v128) (local $one v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $one (i16x8.splat (i32.const 256)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $from (i32.add (local.get $source) (i32.load offset=8 (local.get $table))))
      (local.set $places (v128.load64_zero (local.get $table)))
      (local.set $w (v128.load offset=16 (local.get $table)))
      (local.set $x
        (i16x8.shr_u
          (i16x8.add (local.get $half)
            (i16x8.add
              (i16x8.mul
                (i16x8.extend_low_i8x16_u
                  (i8x16.swizzle (v128.load (local.get $from)) (local.get $places)))
                (i16x8.sub (local.get $one) (local.get $w)))
              (i16x8.mul
                (i16x8.extend_low_i8x16_u
                  (i8x16.swizzle (v128.load offset=1 (local.get $from)) (local.get $places)))
                (local.get $w))))
          (i32.const 8)))
      (v128.store64_lane 0 (local.get $out)
        (i8x16.narrow_i16x8_u (local.get $x) (local.get $x)))
      (local.set $table (i32.add (local.get $table) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Any row, a pixel at a time. A table entry is 8 bytes: left source pixel, weight of the right one.
  (func (export "scaleRowAny")
    (param $source i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $from i32) (local $left i32)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $from (i32.add (local.get $source) (i32.load (local.get $table))))
      (local.set $left (i32.load8_u (local.get $from)))
      (i32.store8 (local.get $out)
        (i32.add (local.get $left)
          (i32.shr_s
            (i32.add (i32.const 128)
              (i32.mul
                (i32.sub (i32.load8_u offset=1 (local.get $from)) (local.get $left))
                (i32.load offset=4 (local.get $table))))
            (i32.const 8))))
      (local.set $table (i32.add (local.get $table) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; target = source + target * below / 255, rounded; exact for 16-bit products.
  (func (export "blend")
    (param $target i32) (param $source i32) (param $below i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $b v128) (local $low v128) (local $high v128)
    (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $target) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $target)))
      (local.set $b (v128.load (local.get $below)))
      (local.set $low
        (i16x8.add (i16x8.extmul_low_i8x16_u (local.get $x) (local.get $b)) (local.get $half)))
      (local.set $high
        (i16x8.add (i16x8.extmul_high_i8x16_u (local.get $x) (local.get $b)) (local.get $half)))
      (v128.store (local.get $target)
        (i8x16.add
          (v128.load (local.get $source))
          (i8x16.narrow_i16x8_u
            (i16x8.shr_u
              (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
              (i32.const 8))
            (i16x8.shr_u
              (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
              (i32.const 8)))))
      (local.set $target (i32.add (local.get $target) (i32.const 16)))
      (local.set $source (i32.add (local.get $source) (i32.const 16)))
      (local.set $below (i32.add (local.get $below) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $target) (local.get $end)))))

  ;; (a * (255 - share) + b * share) / 255, rounded, with a share for each byte.
  (func (export "mixMasked")
    (param $a i32) (param $b i32) (param $share i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $y v128) (local $s v128) (local $rest v128)
    (local $low v128) (local $high v128) (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $a) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $a)))
      (local.set $y (v128.load (local.get $b)))
      (local.set $s (v128.load (local.get $share)))
      (local.set $rest (v128.not (local.get $s)))
      (local.set $low
        (i16x8.add (local.get $half)
          (i16x8.add
            (i16x8.extmul_low_i8x16_u (local.get $x) (local.get $rest))
            (i16x8.extmul_low_i8x16_u (local.get $y) (local.get $s)))))
      (local.set $high
        (i16x8.add (local.get $half)
          (i16x8.add
            (i16x8.extmul_high_i8x16_u (local.get $x) (local.get $rest))
            (i16x8.extmul_high_i8x16_u (local.get $y) (local.get $s)))))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
            (i32.const 8))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (local.set $share (i32.add (local.get $share) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $a) (local.get $end)))))

  ;; out = value * alpha / 255, rounded.
  (func (export "premultiply")
    (param $value i32) (param $alpha i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $s v128) (local $low v128) (local $high v128)
    (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $value) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $value)))
      (local.set $s (v128.load (local.get $alpha)))
      (local.set $low
        (i16x8.add (local.get $half) (i16x8.extmul_low_i8x16_u (local.get $x) (local.get $s))))
      (local.set $high
        (i16x8.add (local.get $half) (i16x8.extmul_high_i8x16_u (local.get $x) (local.get $s))))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
            (i32.const 8))))
      (local.set $value (i32.add (local.get $value) (i32.const 16)))
      (local.set $alpha (i32.add (local.get $alpha) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $value) (local.get $end)))))

  ;; 255 - value, in place.
  (func (export "invert") (param $value i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $value) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $value) (v128.not (v128.load (local.get $value))))
      (local.set $value (i32.add (local.get $value) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $value) (local.get $end)))))

  ;; out = the mean of each 2 x 2 block of two rows.
  (func (export "halve") (param $upper i32) (param $lower i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $two v128)
    (local.set $two (i16x8.splat (i32.const 2)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $two)
              (i16x8.add
                (i16x8.extadd_pairwise_i8x16_u (v128.load (local.get $upper)))
                (i16x8.extadd_pairwise_i8x16_u (v128.load (local.get $lower)))))
            (i32.const 2))
          (i16x8.shr_u
            (i16x8.add (local.get $two)
              (i16x8.add
                (i16x8.extadd_pairwise_i8x16_u (v128.load offset=16 (local.get $upper)))
                (i16x8.extadd_pairwise_i8x16_u (v128.load offset=16 (local.get $lower)))))
            (i32.const 2))))
      (local.set $upper (i32.add (local.get $upper) (i32.const 32)))
      (local.set $lower (i32.add (local.get $lower) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Brings levels into another range, in place: (value - base) * factor / 2^15 + newBase.
  (func (export "levels")
    (param $at i32) (param $base i32) (param $factor i32) (param $newBase i32) (param $bytes i32)
    (local $end i32) (local $from v128) (local $to v128) (local $times v128) (local $half v128)
    (local $x v128)
    (local.set $from (i16x8.splat (local.get $base)))
    (local.set $to (i16x8.splat (local.get $newBase)))
    (local.set $times (i16x8.splat (local.get $factor)))
    (local.set $half (i16x8.splat (i32.const 32)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $at)))
      (v128.store (local.get $at)
        (i8x16.narrow_i16x8_u
          (i16x8.add (local.get $to)
            (i16x8.shr_s
              (i16x8.add (local.get $half)
                (i16x8.q15mulr_sat_s (local.get $times)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $from))
                    (i32.const 6))))
              (i32.const 6)))
          (i16x8.add (local.get $to)
            (i16x8.shr_s
              (i16x8.add (local.get $half)
                (i16x8.q15mulr_sat_s (local.get $times)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $from))
                    (i32.const 6))))
              (i32.const 6)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; out = (u - 128) * byU + (v - 128) * byV, rounded, signed; the factors are q15. Sums stay within +-127.
  (func (export "lean")
    (param $u i32) (param $v i32) (param $byU i32) (param $byV i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $p v128) (local $q v128) (local $half v128) (local $mid v128)
    (local $a v128) (local $b v128)
    (local.set $p (i16x8.splat (local.get $byU)))
    (local.set $q (i16x8.splat (local.get $byV)))
    (local.set $half (i16x8.splat (i32.const 32)))
    (local.set $mid (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $a (v128.load (local.get $u)))
      (local.set $b (v128.load (local.get $v)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_s
          (i16x8.shr_s
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.q15mulr_sat_s (local.get $p)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_low_i8x16_u (local.get $a)) (local.get $mid))
                    (i32.const 6)))
                (i16x8.q15mulr_sat_s (local.get $q)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_low_i8x16_u (local.get $b)) (local.get $mid))
                    (i32.const 6)))))
            (i32.const 6))
          (i16x8.shr_s
            (i16x8.add (local.get $half)
              (i16x8.add
                (i16x8.q15mulr_sat_s (local.get $p)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_high_i8x16_u (local.get $a)) (local.get $mid))
                    (i32.const 6)))
                (i16x8.q15mulr_sat_s (local.get $q)
                  (i16x8.shl
                    (i16x8.sub (i16x8.extend_high_i8x16_u (local.get $b)) (local.get $mid))
                    (i32.const 6)))))
            (i32.const 6))))
      (local.set $u (i32.add (local.get $u) (i32.const 16)))
      (local.set $v (i32.add (local.get $v) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; value + delta (signed), no less than 0 and no more than 255.
  (func $moved (param $value v128) (param $delta v128) (result v128)
    (i8x16.narrow_i16x8_u
      (i16x8.add
        (i16x8.extend_low_i8x16_u (local.get $value))
        (i16x8.extend_low_i8x16_s (local.get $delta)))
      (i16x8.add
        (i16x8.extend_high_i8x16_u (local.get $value))
        (i16x8.extend_high_i8x16_s (local.get $delta)))))

  ;; value += delta
  (func (export "shift") (param $value i32) (param $delta i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $value) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $value)
        (call $moved (v128.load (local.get $value)) (v128.load (local.get $delta))))
      (local.set $value (i32.add (local.get $value) (i32.const 16)))
      (local.set $delta (i32.add (local.get $delta) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $value) (local.get $end)))))

  ;; out = value + delta, where each delta stands for two values.
  (func (export "shiftPairs")
    (param $value i32) (param $delta i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $d v128)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $d (v128.load64_zero (local.get $delta)))
      (v128.store (local.get $out)
        (call $moved
          (v128.load (local.get $value))
          (i8x16.shuffle 0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 (local.get $d) (local.get $d))))
      (local.set $value (i32.add (local.get $value) (i32.const 16)))
      (local.set $delta (i32.add (local.get $delta) (i32.const 8)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Parts two interleaved planes.
  (func (export "part") (param $pairs i32) (param $first i32) (param $second i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $y v128)
    (local.set $end (i32.add (local.get $first) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $pairs)))
      (local.set $y (v128.load offset=16 (local.get $pairs)))
      (v128.store (local.get $first)
        (i8x16.shuffle 0 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 (local.get $x) (local.get $y)))
      (v128.store (local.get $second)
        (i8x16.shuffle 1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 (local.get $x) (local.get $y)))
      (local.set $pairs (i32.add (local.get $pairs) (i32.const 32)))
      (local.set $first (i32.add (local.get $first) (i32.const 16)))
      (local.set $second (i32.add (local.get $second) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $first) (local.get $end)))))

  ;; out = table[value], a byte at a time; the table has 256 bytes.
  (func (export "lookUp") (param $value i32) (param $table i32) (param $out i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $value) (local.get $bytes)))
    (loop $next
      (i32.store8 (local.get $out)
        (i32.load8_u (i32.add (local.get $table) (i32.load8_u (local.get $value)))))
      (local.set $value (i32.add (local.get $value) (i32.const 1)))
      (local.set $out (i32.add (local.get $out) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $value) (local.get $end))))))
