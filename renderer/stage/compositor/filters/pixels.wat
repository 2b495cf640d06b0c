;; Filters that look at one pixel at a time: RGBA bytes, straight alpha, four pixels a step. `bytes` is
;; a multiple of 16; numbers and tables that a loop needs lie at address 0.
(module
  (import "filters" "memory" (memory 1))

  ;; Each channel's level picks four numbers (i32, 16 of them fraction) from its table of 256; their
  ;; sum is the pixel. Tables: red at 0, green at 4096, blue at 8192, alpha at 12288.
  (func (export "sumTables") (param $at i32) (param $bytes i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (v128.store (local.get $at)
        (i8x16.narrow_i16x8_u
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add
                (i32x4.add
                  (v128.load (i32.shl (i32.load8_u (local.get $at)) (i32.const 4)))
                  (v128.load offset=4096 (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 4))))
                (i32x4.add
                  (v128.load offset=8192 (i32.shl (i32.load8_u offset=2 (local.get $at)) (i32.const 4)))
                  (v128.load offset=12288 (i32.shl (i32.load8_u offset=3 (local.get $at)) (i32.const 4)))))
              (i32.const 16))
            (i32x4.shr_s
              (i32x4.add
                (i32x4.add
                  (v128.load (i32.shl (i32.load8_u offset=4 (local.get $at)) (i32.const 4)))
                  (v128.load offset=4096 (i32.shl (i32.load8_u offset=5 (local.get $at)) (i32.const 4))))
                (i32x4.add
                  (v128.load offset=8192 (i32.shl (i32.load8_u offset=6 (local.get $at)) (i32.const 4)))
                  (v128.load offset=12288 (i32.shl (i32.load8_u offset=7 (local.get $at)) (i32.const 4)))))
              (i32.const 16)))
          (i16x8.narrow_i32x4_s
            (i32x4.shr_s
              (i32x4.add
                (i32x4.add
                  (v128.load (i32.shl (i32.load8_u offset=8 (local.get $at)) (i32.const 4)))
                  (v128.load offset=4096 (i32.shl (i32.load8_u offset=9 (local.get $at)) (i32.const 4))))
                (i32x4.add
                  (v128.load offset=8192 (i32.shl (i32.load8_u offset=10 (local.get $at)) (i32.const 4)))
                  (v128.load offset=12288 (i32.shl (i32.load8_u offset=11 (local.get $at)) (i32.const 4)))))
              (i32.const 16))
            (i32x4.shr_s
              (i32x4.add
                (i32x4.add
                  (v128.load (i32.shl (i32.load8_u offset=12 (local.get $at)) (i32.const 4)))
                  (v128.load offset=4096 (i32.shl (i32.load8_u offset=13 (local.get $at)) (i32.const 4))))
                (i32x4.add
                  (v128.load offset=8192 (i32.shl (i32.load8_u offset=14 (local.get $at)) (i32.const 4)))
                  (v128.load offset=12288 (i32.shl (i32.load8_u offset=15 (local.get $at)) (i32.const 4)))))
              (i32.const 16)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; A colour table, linear between its steps. The levels of red (0), green (2048) and blue (4096) pick
  ;; an i64 each; of their sum the low half is the place in `cube`, the high half that of the eight
  ;; weights (from 8192, 256 in all). A place holds the pixels of two green steps; those of the next
  ;; blue step are `slice` bytes further. The table's alpha is 0.
  (func (export "lookUp") (param $at i32) (param $bytes i32) (param $cube i32) (param $slice i32)
    (local $end i32) (local $sum i64) (local $from i32) (local $weights i32)
    (local $one v128) (local $two v128) (local $first v128) (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $sum
        (i64.add
          (i64.add
            (i64.load (i32.shl (i32.load8_u (local.get $at)) (i32.const 3)))
            (i64.load offset=2048 (i32.shl (i32.load8_u offset=1 (local.get $at)) (i32.const 3))))
          (i64.load offset=4096 (i32.shl (i32.load8_u offset=2 (local.get $at)) (i32.const 3)))))
      (local.set $from (i32.add (local.get $cube) (i32.wrap_i64 (local.get $sum))))
      (local.set $weights (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 32))))
      (local.set $one
        (i16x8.add
          (i16x8.mul (v128.load8x8_u (local.get $from)) (v128.load (local.get $weights)))
          (i16x8.mul
            (v128.load8x8_u (i32.add (local.get $from) (local.get $slice)))
            (v128.load offset=16 (local.get $weights)))))
      (local.set $sum
        (i64.add
          (i64.add
            (i64.load (i32.shl (i32.load8_u offset=4 (local.get $at)) (i32.const 3)))
            (i64.load offset=2048 (i32.shl (i32.load8_u offset=5 (local.get $at)) (i32.const 3))))
          (i64.load offset=4096 (i32.shl (i32.load8_u offset=6 (local.get $at)) (i32.const 3)))))
      (local.set $from (i32.add (local.get $cube) (i32.wrap_i64 (local.get $sum))))
      (local.set $weights (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 32))))
      (local.set $two
        (i16x8.add
          (i16x8.mul (v128.load8x8_u (local.get $from)) (v128.load (local.get $weights)))
          (i16x8.mul
            (v128.load8x8_u (i32.add (local.get $from) (local.get $slice)))
            (v128.load offset=16 (local.get $weights)))))
      (local.set $first
            (i16x8.shr_u
              (i16x8.add (local.get $half)
                (i16x8.add
                  (i8x16.shuffle
                    0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $one) (local.get $two))
                  (i8x16.shuffle
                    8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $one) (local.get $two))))
              (i32.const 8)))
      (local.set $sum
        (i64.add
          (i64.add
            (i64.load (i32.shl (i32.load8_u offset=8 (local.get $at)) (i32.const 3)))
            (i64.load offset=2048 (i32.shl (i32.load8_u offset=9 (local.get $at)) (i32.const 3))))
          (i64.load offset=4096 (i32.shl (i32.load8_u offset=10 (local.get $at)) (i32.const 3)))))
      (local.set $from (i32.add (local.get $cube) (i32.wrap_i64 (local.get $sum))))
      (local.set $weights (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 32))))
      (local.set $one
        (i16x8.add
          (i16x8.mul (v128.load8x8_u (local.get $from)) (v128.load (local.get $weights)))
          (i16x8.mul
            (v128.load8x8_u (i32.add (local.get $from) (local.get $slice)))
            (v128.load offset=16 (local.get $weights)))))
      (local.set $sum
        (i64.add
          (i64.add
            (i64.load (i32.shl (i32.load8_u offset=12 (local.get $at)) (i32.const 3)))
            (i64.load offset=2048 (i32.shl (i32.load8_u offset=13 (local.get $at)) (i32.const 3))))
          (i64.load offset=4096 (i32.shl (i32.load8_u offset=14 (local.get $at)) (i32.const 3)))))
      (local.set $from (i32.add (local.get $cube) (i32.wrap_i64 (local.get $sum))))
      (local.set $weights (i32.wrap_i64 (i64.shr_u (local.get $sum) (i64.const 32))))
      (local.set $two
        (i16x8.add
          (i16x8.mul (v128.load8x8_u (local.get $from)) (v128.load (local.get $weights)))
          (i16x8.mul
            (v128.load8x8_u (i32.add (local.get $from) (local.get $slice)))
            (v128.load offset=16 (local.get $weights)))))
      (v128.store (local.get $at)
        (v128.or
          (v128.and (v128.load (local.get $at)) (i32x4.splat (i32.const 0xff000000)))
          (i8x16.narrow_i16x8_u
            (local.get $first)
            (i16x8.shr_u
              (i16x8.add (local.get $half)
                (i16x8.add
                  (i8x16.shuffle
                    0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $one) (local.get $two))
                  (i8x16.shuffle
                    8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $one) (local.get $two))))
              (i32.const 8)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; alpha * plane / 255, rounded; the plane has a byte for each pixel.
  (func (export "mask") (param $at i32) (param $bytes i32) (param $plane i32)
    (local $end i32) (local $v v128) (local $a v128)
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $a
        (i32x4.add
          (i32x4.mul
            (i32x4.shr_u (local.get $v) (i32.const 24))
            (i32x4.extend_low_i16x8_u
              (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $plane)))))
          (i32x4.splat (i32.const 128))))
      (v128.store (local.get $at)
        (v128.or
          (v128.and (local.get $v) (i32x4.splat (i32.const 0xffffff)))
          (i32x4.shl
            (i32x4.shr_u
              (i32x4.add (local.get $a) (i32x4.shr_u (local.get $a) (i32.const 8)))
              (i32.const 8))
            (i32.const 24))))
      (local.set $plane (i32.add (local.get $plane) (i32.const 4)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; 1 where no pixel is see-through.
  (func (export "isOpaque") (param $at i32) (param $bytes i32) (result i32)
    (local $end i32) (local $all v128)
    (local.set $all (i32x4.splat (i32.const -1)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $all (v128.and (local.get $all) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))
    (i32x4.all_true
      (i32x4.eq
        (i32x4.shr_u (local.get $all) (i32.const 24))
        (i32x4.splat (i32.const 255)))))

  ;; colour * alpha / 255, rounded.
  (func (export "premultiply") (param $at i32) (param $bytes i32)
    (local $end i32) (local $v v128) (local $low v128) (local $high v128) (local $byte v128)
    (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $byte (i8x16.splat (i32.const 255)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      ;; The factors of a pixel: its alpha three times, and 255 for alpha itself.
      (local.set $low
        (i8x16.shuffle 3 3 3 16 7 7 7 16 11 11 11 16 15 15 15 16 (local.get $v) (local.get $byte)))
      (local.set $high
        (i16x8.add (i16x8.extmul_high_i8x16_u (local.get $v) (local.get $low)) (local.get $half)))
      (local.set $low
        (i16x8.add (i16x8.extmul_low_i8x16_u (local.get $v) (local.get $low)) (local.get $half)))
      (v128.store (local.get $at)
        (i8x16.narrow_i16x8_u
          (i16x8.shr_u
            (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
            (i32.const 8))
          (i16x8.shr_u
            (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
            (i32.const 8))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end)))))

  ;; colour * 255 / alpha, rounded; black where alpha is 0.
  (func (export "straighten") (param $at i32) (param $bytes i32)
    (local $end i32) (local $v v128) (local $byte v128) (local $r v128) (local $g v128) (local $b v128)
    (local $t v128) (local $zero v128) (local $full v128) (local $magic v128)
    (local.set $zero (f32x4.splat (f32.const 0)))
    (local.set $full (f32x4.splat (f32.const 255)))
    (local.set $magic (f32x4.splat (f32.const 8388608)))
    (local.set $byte (i32x4.splat (i32.const 255)))
    (local.set $end (i32.add (local.get $at) (local.get $bytes)))
    (loop $next
      (local.set $v (v128.load (local.get $at)))
      (local.set $r (f32x4.convert_i32x4_s (v128.and (local.get $v) (local.get $byte))))
      (local.set $g
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 8)) (local.get $byte))))
      (local.set $b
        (f32x4.convert_i32x4_s
          (v128.and (i32x4.shr_u (local.get $v) (i32.const 16)) (local.get $byte))))
      (local.set $t
        (f32x4.div (local.get $full)
          (f32x4.max (f32x4.splat (f32.const 1))
            (f32x4.convert_i32x4_s (i32x4.shr_u (local.get $v) (i32.const 24))))))
      (local.set $r (f32x4.mul (local.get $r) (local.get $t)))
      (local.set $g (f32x4.mul (local.get $g) (local.get $t)))
      (local.set $b (f32x4.mul (local.get $b) (local.get $t)))
      (v128.store (local.get $at)
        (v128.or
          (v128.or
            (v128.and
              (f32x4.add
                (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $r)))
                (local.get $magic))
              (local.get $byte))
            (i32x4.shl
              (v128.and
                (f32x4.add
                  (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $g)))
                  (local.get $magic))
                (local.get $byte))
              (i32.const 8)))
          (v128.or
            (i32x4.shl
              (v128.and
                (f32x4.add
                  (f32x4.pmin (local.get $full) (f32x4.pmax (local.get $zero) (local.get $b)))
                  (local.get $magic))
                (local.get $byte))
              (i32.const 16))
            (v128.and (local.get $v) (i32x4.splat (i32.const 0xff000000))))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $at) (local.get $end))))))
