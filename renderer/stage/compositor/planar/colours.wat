;; The inner loops between RGBA and planes of luma and chroma, and of blend modes. Addresses and
;; sizes are in bytes or pixels as named; reads may pass the end by up to 64 bytes, writes by as
;; much as the last step of 8 pixels.
(module
  (import "planar" "memory" (memory 1))

  ;; out = (red * r + green * g + blue * b + bias) >> 14 for each pixel, a byte each.
  (func (export "project")
    (param $rgba i32) (param $red i32) (param $green i32) (param $blue i32) (param $bias i32)
    (param $out i32) (param $pixels i32)
    (local $end i32) (local $factors v128) (local $base v128) (local $x v128)
    (local $low v128) (local $high v128) (local $four v128)
    (local.set $factors
      (i32x4.splat
        (i32.or
          (i32.and (local.get $red) (i32.const 0xffff))
          (i32.shl (local.get $green) (i32.const 16)))))
    (local.set $factors
      (i32x4.replace_lane 3
        (i32x4.replace_lane 1 (local.get $factors)
          (i32.and (local.get $blue) (i32.const 0xffff)))
        (i32.and (local.get $blue) (i32.const 0xffff))))
    (local.set $base (i32x4.splat (local.get $bias)))
    (local.set $end (i32.add (local.get $out) (local.get $pixels)))
    (loop $next
      (local.set $x (v128.load (local.get $rgba)))
      (local.set $low
        (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $factors)))
      (local.set $high
        (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $factors)))
      (local.set $four
        (i32x4.shr_s
          (i32x4.add (local.get $base)
            (i32x4.add
              (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
                (local.get $low) (local.get $high))
              (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
                (local.get $low) (local.get $high))))
          (i32.const 14)))
      (local.set $x (v128.load offset=16 (local.get $rgba)))
      (local.set $low
        (i32x4.dot_i16x8_s (i16x8.extend_low_i8x16_u (local.get $x)) (local.get $factors)))
      (local.set $high
        (i32x4.dot_i16x8_s (i16x8.extend_high_i8x16_u (local.get $x)) (local.get $factors)))
      (local.set $four
        (i16x8.narrow_i32x4_s (local.get $four)
          (i32x4.shr_s
            (i32x4.add (local.get $base)
              (i32x4.add
                (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27
                  (local.get $low) (local.get $high))
                (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31
                  (local.get $low) (local.get $high))))
            (i32.const 14))))
      (v128.store64_lane 0 (local.get $out)
        (i8x16.narrow_i16x8_u (local.get $four) (local.get $four)))
      (local.set $rgba (i32.add (local.get $rgba) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; Each pixel's alpha. Gives 1 where all are opaque, 2 where all are see-through, else 0.
  (func (export "alphas") (param $rgba i32) (param $out i32) (param $pixels i32) (result i32)
    (local $end i32) (local $eight v128) (local $all v128) (local $any v128)
    (local.set $all (i32x4.splat (i32.const -1)))
    (local.set $end (i32.add (local.get $out) (local.get $pixels)))
    (loop $next
      (local.set $eight
        (i8x16.shuffle 3 7 11 15 19 23 27 31 3 7 11 15 19 23 27 31
          (v128.load (local.get $rgba)) (v128.load offset=16 (local.get $rgba))))
      (v128.store64_lane 0 (local.get $out) (local.get $eight))
      (local.set $all (v128.and (local.get $all) (local.get $eight)))
      (local.set $any (v128.or (local.get $any) (local.get $eight)))
      (local.set $rgba (i32.add (local.get $rgba) (i32.const 32)))
      (local.set $out (i32.add (local.get $out) (i32.const 8)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))
    (if (i8x16.all_true (i8x16.eq (local.get $all) (i32x4.splat (i32.const -1))))
      (then (return (i32.const 1))))
    (i32.shl (i32.eqz (v128.any_true (local.get $any))) (i32.const 1)))

  ;; One row of limited-range planes, chroma at half width, to opaque RGBA. Factors are of 2^15: of
  ;; luma halved, the others a quarter.
  (func (export "toRgba")
    (param $y i32) (param $u i32) (param $v i32) (param $out i32) (param $pixels i32)
    (param $luma i32) (param $redV i32) (param $greenU i32) (param $greenV i32) (param $blueU i32)
    (local $end i32) (local $l v128) (local $cu v128) (local $cv v128)
    (local $rg v128) (local $ba v128) (local $half v128)
    (local.set $half (i16x8.splat (i32.const 16)))
    (local.set $end (i32.add (local.get $y) (local.get $pixels)))
    (loop $next
      (local.set $l
        (i16x8.add (local.get $half)
          (i16x8.q15mulr_sat_s (i16x8.splat (local.get $luma))
            (i16x8.shl
              (i16x8.sub
                (i16x8.extend_low_i8x16_u (v128.load64_zero (local.get $y)))
                (i16x8.splat (i32.const 16)))
              (i32.const 6)))))
      (local.set $cu (v128.load32_zero (local.get $u)))
      (local.set $cu
        (i16x8.shl
          (i16x8.sub
            (i16x8.extend_low_i8x16_u
              (i8x16.shuffle 0 0 1 1 2 2 3 3 0 0 1 1 2 2 3 3 (local.get $cu) (local.get $cu)))
            (i16x8.splat (i32.const 128)))
          (i32.const 7)))
      (local.set $cv (v128.load32_zero (local.get $v)))
      (local.set $cv
        (i16x8.shl
          (i16x8.sub
            (i16x8.extend_low_i8x16_u
              (i8x16.shuffle 0 0 1 1 2 2 3 3 0 0 1 1 2 2 3 3 (local.get $cv) (local.get $cv)))
            (i16x8.splat (i32.const 128)))
          (i32.const 7)))
      (local.set $rg
        (i8x16.narrow_i16x8_u
          (i16x8.shr_s
            (i16x8.add (local.get $l)
              (i16x8.q15mulr_sat_s (local.get $cv) (i16x8.splat (local.get $redV))))
            (i32.const 5))
          (i16x8.shr_s
            (i16x8.add (local.get $l)
              (i16x8.add
                (i16x8.q15mulr_sat_s (local.get $cu) (i16x8.splat (local.get $greenU)))
                (i16x8.q15mulr_sat_s (local.get $cv) (i16x8.splat (local.get $greenV)))))
            (i32.const 5))))
      (local.set $ba
        (i8x16.narrow_i16x8_u
          (i16x8.shr_s
            (i16x8.add (local.get $l)
              (i16x8.q15mulr_sat_s (local.get $cu) (i16x8.splat (local.get $blueU))))
            (i32.const 5))
          (i16x8.splat (i32.const 255))))
      (v128.store (local.get $out)
        (i8x16.shuffle 0 8 16 24 1 9 17 25 2 10 18 26 3 11 19 27 (local.get $rg) (local.get $ba)))
      (v128.store offset=16 (local.get $out)
        (i8x16.shuffle 4 12 20 28 5 13 21 29 6 14 22 30 7 15 23 31
          (local.get $rg) (local.get $ba)))
      (local.set $y (i32.add (local.get $y) (i32.const 8)))
      (local.set $u (i32.add (local.get $u) (i32.const 4)))
      (local.set $v (i32.add (local.get $v) (i32.const 4)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $next (i32.lt_u (local.get $y) (local.get $end)))))

  ;; a * b / 255, rounded.
  (func $times (param $a v128) (param $b v128) (result v128)
    (local $low v128) (local $high v128) (local $half v128)
    (local.set $half (i16x8.splat (i32.const 128)))
    (local.set $low
      (i16x8.add (local.get $half) (i16x8.extmul_low_i8x16_u (local.get $a) (local.get $b))))
    (local.set $high
      (i16x8.add (local.get $half) (i16x8.extmul_high_i8x16_u (local.get $a) (local.get $b))))
    (i8x16.narrow_i16x8_u
      (i16x8.shr_u
        (i16x8.add (local.get $low) (i16x8.shr_u (local.get $low) (i32.const 8)))
        (i32.const 8))
      (i16x8.shr_u
        (i16x8.add (local.get $high) (i16x8.shr_u (local.get $high) (i32.const 8)))
        (i32.const 8))))

  ;; source = B(backdrop, source), its alpha kept. Modes: 0 add, 1 subtract, 2 screen, 3 multiply,
  ;; 4 lighten, 5 darken.
  (func (export "meet") (param $mode i32) (param $backdrop i32) (param $source i32) (param $pixels i32)
    (local $end i32) (local $b v128) (local $s v128) (local $colours v128) (local $r v128)
    (local.set $colours (i32x4.splat (i32.const 0x00ffffff)))
    (local.set $end
      (i32.add (local.get $source) (i32.shl (local.get $pixels) (i32.const 2))))
    (loop $next
      (local.set $b (v128.load (local.get $backdrop)))
      (local.set $s (v128.load (local.get $source)))
      (block $done
        (block $darken
          (block $lighten
            (block $multiply
              (block $screen
                (block $subtract
                  (block $add
                    (br_table $add $subtract $screen $multiply $lighten $darken
                      (local.get $mode)))
                  (local.set $r (i8x16.add_sat_u (local.get $b) (local.get $s)))
                  (br $done))
                (local.set $r (i8x16.sub_sat_u (local.get $b) (local.get $s)))
                (br $done))
              (local.set $r
                (v128.not
                  (call $times (v128.not (local.get $b)) (v128.not (local.get $s)))))
              (br $done))
            (local.set $r (call $times (local.get $b) (local.get $s)))
            (br $done))
          (local.set $r (i8x16.max_u (local.get $b) (local.get $s)))
          (br $done))
        (local.set $r (i8x16.min_u (local.get $b) (local.get $s))))
      (v128.store (local.get $source)
        (v128.bitselect (local.get $r) (local.get $s) (local.get $colours)))
      (local.set $backdrop (i32.add (local.get $backdrop) (i32.const 16)))
      (local.set $source (i32.add (local.get $source) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $source) (local.get $end))))))
