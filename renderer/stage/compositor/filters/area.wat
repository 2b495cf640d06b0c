;; Filters that look at a pixel's neighbours: rows of RGBA bytes. `bytes` counts what is written and is
;; rounded up to 16 (`halveRow`: 8); reads may pass the end of a row by as much.
(module
  (import "filters" "memory" (memory 1))

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

  ;; The mean of each 2 x 2 pixels of two rows, rounded; two pixels a step.
  (func (export "halveRow") (param $upper i32) (param $lower i32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $x v128) (local $y v128) (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $x (v128.load (local.get $upper)))
      (local.set $y (v128.load (local.get $lower)))
      ;; Two sums of columns (pixels 0 and 1, then 2 and 3) become two of squares.
      (local.set $low
        (i16x8.add
          (i16x8.extend_low_i8x16_u (local.get $x))
          (i16x8.extend_low_i8x16_u (local.get $y))))
      (local.set $high
        (i16x8.add
          (i16x8.extend_high_i8x16_u (local.get $x))
          (i16x8.extend_high_i8x16_u (local.get $y))))
      (local.set $x
        (i16x8.shr_u
          (i16x8.add
            (i16x8.add
              (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $low) (local.get $high))
              (i8x16.shuffle
                8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $low) (local.get $high)))
            (i16x8.splat (i32.const 2)))
          (i32.const 2)))
      (v128.store64_lane 0 (local.get $out)
        (i8x16.narrow_i16x8_u (local.get $x) (local.get $x)))
      (local.set $upper (i32.add (local.get $upper) (i32.const 16)))
      (local.set $lower (i32.add (local.get $lower) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; A symmetric weighted mean over neighbours `step` bytes apart (4: along the row; a row: across
  ;; rows), `pairs` to each side. Weights are 16-bit, one for all eight lanes (16 bytes each), that of
  ;; the middle first; all together are 256.
  (func (export "smooth")
    (param $source i32) (param $out i32) (param $bytes i32) (param $step i32) (param $weights i32)
    (param $pairs i32)
    (local $end i32) (local $last i32) (local $weight i32) (local $before i32) (local $after i32)
    (local $w v128) (local $x v128) (local $y v128) (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (local.set $last
      (i32.add (local.get $weights) (i32.shl (local.get $pairs) (i32.const 4))))
    (loop $next
      (local.set $w (v128.load (local.get $weights)))
      (local.set $x (v128.load (local.get $source)))
      (local.set $low
        (i16x8.add (i16x8.splat (i32.const 128))
          (i16x8.mul (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $w))))
      (local.set $high
        (i16x8.add (i16x8.splat (i32.const 128))
          (i16x8.mul (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $w))))
      (local.set $weight (local.get $weights))
      (local.set $before (local.get $source))
      (local.set $after (local.get $source))
      (loop $pair
        (local.set $weight (i32.add (local.get $weight) (i32.const 16)))
        (local.set $before (i32.sub (local.get $before) (local.get $step)))
        (local.set $after (i32.add (local.get $after) (local.get $step)))
        (local.set $w (v128.load (local.get $weight)))
        (local.set $x (v128.load (local.get $before)))
        (local.set $y (v128.load (local.get $after)))
        (local.set $low
          (i16x8.add (local.get $low)
            (i16x8.mul (local.get $w)
              (i16x8.add
                (i16x8.extend_low_i8x16_u (local.get $x))
                (i16x8.extend_low_i8x16_u (local.get $y))))))
        (local.set $high
          (i16x8.add (local.get $high)
            (i16x8.mul (local.get $w)
              (i16x8.add
                (i16x8.extend_high_i8x16_u (local.get $x))
                (i16x8.extend_high_i8x16_u (local.get $y))))))
        (br_if $pair (i32.lt_u (local.get $weight) (local.get $last))))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u (local.get $low) (i32.const 8))
          (i16x8.shr_u (local.get $high) (i32.const 8))))
      (local.set $source (i32.add (local.get $source) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Makes a row 2^shift times as wide, linear between pixels' centres. `source` starts with its first
  ;; pixel twice and ends with its last pixel twice. The weights of the 2^shift places between two
  ;; pixels are 16 bytes each: four times the left one's, four times the right one's, 256 together.
  (func (export "stretchRow")
    (param $source i32) (param $out i32) (param $bytes i32) (param $weights i32) (param $shift i32)
    (local $end i32) (local $place i32) (local $mask i32)
    (local $one v128) (local $two v128) (local $first v128)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (local.set $place (i32.shl (i32.const 1) (i32.sub (local.get $shift) (i32.const 1))))
    (local.set $mask (i32.sub (i32.shl (i32.const 1) (local.get $shift)) (i32.const 1)))
    (loop $next
      (local.set $one
        (i16x8.mul
          (v128.load8x8_u
            (i32.add (local.get $source)
              (i32.shl (i32.shr_u (local.get $place) (local.get $shift)) (i32.const 2))))
          (v128.load
            (i32.add (local.get $weights)
              (i32.shl (i32.and (local.get $place) (local.get $mask)) (i32.const 4))))))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (local.set $two
        (i16x8.mul
          (v128.load8x8_u
            (i32.add (local.get $source)
              (i32.shl (i32.shr_u (local.get $place) (local.get $shift)) (i32.const 2))))
          (v128.load
            (i32.add (local.get $weights)
              (i32.shl (i32.and (local.get $place) (local.get $mask)) (i32.const 4))))))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (local.set $first
          (i16x8.shr_u
            (i16x8.add (i16x8.splat (i32.const 128))
              (i16x8.add
                (i8x16.shuffle
                  0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $one) (local.get $two))
                (i8x16.shuffle
                  8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $one) (local.get $two))))
            (i32.const 8)))
      (local.set $one
        (i16x8.mul
          (v128.load8x8_u
            (i32.add (local.get $source)
              (i32.shl (i32.shr_u (local.get $place) (local.get $shift)) (i32.const 2))))
          (v128.load
            (i32.add (local.get $weights)
              (i32.shl (i32.and (local.get $place) (local.get $mask)) (i32.const 4))))))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (local.set $two
        (i16x8.mul
          (v128.load8x8_u
            (i32.add (local.get $source)
              (i32.shl (i32.shr_u (local.get $place) (local.get $shift)) (i32.const 2))))
          (v128.load
            (i32.add (local.get $weights)
              (i32.shl (i32.and (local.get $place) (local.get $mask)) (i32.const 4))))))
      (local.set $place (i32.add (local.get $place) (i32.const 1)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (local.get $first)
          (i16x8.shr_u
            (i16x8.add (i16x8.splat (i32.const 128))
              (i16x8.add
                (i8x16.shuffle
                  0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $one) (local.get $two))
                (i8x16.shuffle
                  8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $one) (local.get $two))))
            (i32.const 8))))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; c + weight * (4c - left - right - above - below) in a row of an opaque picture; the pixel before and
  ;; after the row is read. `weights` are eight 16-bit parts of 32768, those of alpha 0.
  (func (export "sharpenRow")
    (param $row i32) (param $above i32) (param $below i32) (param $out i32) (param $bytes i32)
    (param $weights i32)
    (local $end i32) (local $w v128) (local $c v128) (local $l v128) (local $r v128) (local $a v128)
    (local $b v128)
    (local.set $w (v128.load (local.get $weights)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $c (v128.load (local.get $row)))
      (local.set $l (v128.load (i32.sub (local.get $row) (i32.const 4))))
      (local.set $r (v128.load offset=4 (local.get $row)))
      (local.set $a (v128.load (local.get $above)))
      (local.set $b (v128.load (local.get $below)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.get $c))
            (i16x8.shr_s
              (i16x8.add
                (i16x8.splat (i32.const 8))
                (i16x8.q15mulr_sat_s
                  (i16x8.shl
                    (i16x8.sub
                      (i16x8.shl (i16x8.extend_low_i8x16_u (local.get $c)) (i32.const 2))
                      (i16x8.add
                        (i16x8.add
                          (i16x8.extend_low_i8x16_u (local.get $l))
                          (i16x8.extend_low_i8x16_u (local.get $r)))
                        (i16x8.add
                          (i16x8.extend_low_i8x16_u (local.get $a))
                          (i16x8.extend_low_i8x16_u (local.get $b)))))
                    (i32.const 4))
                  (local.get $w)))
              (i32.const 4)))
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $c))
            (i16x8.shr_s
              (i16x8.add
                (i16x8.splat (i32.const 8))
                (i16x8.q15mulr_sat_s
                  (i16x8.shl
                    (i16x8.sub
                      (i16x8.shl (i16x8.extend_high_i8x16_u (local.get $c)) (i32.const 2))
                      (i16x8.add
                        (i16x8.add
                          (i16x8.extend_high_i8x16_u (local.get $l))
                          (i16x8.extend_high_i8x16_u (local.get $r)))
                        (i16x8.add
                          (i16x8.extend_high_i8x16_u (local.get $a))
                          (i16x8.extend_high_i8x16_u (local.get $b)))))
                    (i32.const 4))
                  (local.get $w)))
              (i32.const 4)))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $above (i32.add (local.get $above) (i32.const 16)))
      (local.set $below (i32.add (local.get $below) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; The same where neighbours are see-through: each difference counts by its neighbour's alpha. `row`,
  ;; `above` and `below` are premultiplied, `centre` is the row as it is.
  (func (export "sharpenRowByAlpha")
    (param $row i32) (param $above i32) (param $below i32) (param $out i32) (param $bytes i32)
    (param $weights i32) (param $centre i32)
    (local $end i32) (local $w v128) (local $c v128) (local $l v128) (local $r v128) (local $a v128)
    (local $b v128) (local $sum v128) (local $alpha v128) (local $first v128)
    (local.set $w (v128.load (local.get $weights)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $c (v128.load (local.get $centre)))
      (local.set $l (v128.load (i32.sub (local.get $row) (i32.const 4))))
      (local.set $r (v128.load offset=4 (local.get $row)))
      (local.set $a (v128.load (local.get $above)))
      (local.set $b (v128.load (local.get $below)))
      (local.set $sum
        (i16x8.add
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.get $l))
            (i16x8.extend_low_i8x16_u (local.get $r)))
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.get $a))
            (i16x8.extend_low_i8x16_u (local.get $b)))))
      (local.set $alpha
        (i8x16.shuffle
          6 7 6 7 6 7 6 7 14 15 14 15 14 15 14 15 (local.get $sum) (local.get $sum)))
      (local.set $first
          (i16x8.add
            (i16x8.extend_low_i8x16_u (local.get $c))
            (i16x8.shr_s
              (i16x8.add
                (i16x8.splat (i32.const 8))
                (i16x8.q15mulr_sat_s
                  (i16x8.sub
                    (i16x8.q15mulr_sat_s
                      (i16x8.shl (i16x8.extend_low_i8x16_u (local.get $c)) (i32.const 6))
                      ;; 1020 becomes 32767 of 32768.
                      (i16x8.add
                        (i16x8.shl (local.get $alpha) (i32.const 5))
                        (i16x8.shr_u (local.get $alpha) (i32.const 3))))
                    (i16x8.shl (local.get $sum) (i32.const 4)))
                  (local.get $w)))
              (i32.const 4))))
      (local.set $sum
        (i16x8.add
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $l))
            (i16x8.extend_high_i8x16_u (local.get $r)))
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $a))
            (i16x8.extend_high_i8x16_u (local.get $b)))))
      (local.set $alpha
        (i8x16.shuffle
          6 7 6 7 6 7 6 7 14 15 14 15 14 15 14 15 (local.get $sum) (local.get $sum)))
      (v128.store (local.get $out)
        (i8x16.narrow_i16x8_u
          (local.get $first)
          (i16x8.add
            (i16x8.extend_high_i8x16_u (local.get $c))
            (i16x8.shr_s
              (i16x8.add
                (i16x8.splat (i32.const 8))
                (i16x8.q15mulr_sat_s
                  (i16x8.sub
                    (i16x8.q15mulr_sat_s
                      (i16x8.shl (i16x8.extend_high_i8x16_u (local.get $c)) (i32.const 6))
                      ;; 1020 becomes 32767 of 32768.
                      (i16x8.add
                        (i16x8.shl (local.get $alpha) (i32.const 5))
                        (i16x8.shr_u (local.get $alpha) (i32.const 3))))
                    (i16x8.shl (local.get $sum) (i32.const 4)))
                  (local.get $w)))
              (i32.const 4)))))
      (local.set $row (i32.add (local.get $row) (i32.const 16)))
      (local.set $above (i32.add (local.get $above) (i32.const 16)))
      (local.set $below (i32.add (local.get $below) (i32.const 16)))
      (local.set $centre (i32.add (local.get $centre) (i32.const 16)))
      (local.set $out (i32.add (local.get $out) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))
