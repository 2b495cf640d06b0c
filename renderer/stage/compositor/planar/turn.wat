;; The inner loops of turned video. Addresses and sizes are in bytes.
(module
  (import "planar" "memory" (memory 1))

  ;; A row that runs across a plane in any direction, bilinear. Places and steps are 16.16; the
  ;; highest places lie before the last column and row.
  (func (export "turnRow")
    (param $source i32) (param $stride i32) (param $x i32) (param $y i32)
    (param $stepX i32) (param $stepY i32)
    (param $lowX i32) (param $lowY i32) (param $highX i32) (param $highY i32)
    (param $out i32) (param $bytes i32)
    (local $end i32) (local $atX i32) (local $atY i32) (local $from i32)
    (local $upper i32) (local $lower i32) (local $weight i32)
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $atX
        (select (local.get $lowX) (local.get $x)
          (i32.lt_s (local.get $x) (local.get $lowX))))
      (local.set $atX
        (select (local.get $highX) (local.get $atX)
          (i32.gt_s (local.get $atX) (local.get $highX))))
      (local.set $atY
        (select (local.get $lowY) (local.get $y)
          (i32.lt_s (local.get $y) (local.get $lowY))))
      (local.set $atY
        (select (local.get $highY) (local.get $atY)
          (i32.gt_s (local.get $atY) (local.get $highY))))
      (local.set $from
        (i32.add (local.get $source)
          (i32.add
            (i32.mul (i32.shr_u (local.get $atY) (i32.const 16)) (local.get $stride))
            (i32.shr_u (local.get $atX) (i32.const 16)))))
      (local.set $weight (i32.and (i32.shr_u (local.get $atX) (i32.const 8)) (i32.const 255)))
      (local.set $upper (i32.load8_u (local.get $from)))
      (local.set $upper
        (i32.add
          (i32.shl (local.get $upper) (i32.const 8))
          (i32.mul (local.get $weight)
            (i32.sub (i32.load8_u offset=1 (local.get $from)) (local.get $upper)))))
      (local.set $from (i32.add (local.get $from) (local.get $stride)))
      (local.set $lower (i32.load8_u (local.get $from)))
      (local.set $lower
        (i32.add
          (i32.shl (local.get $lower) (i32.const 8))
          (i32.mul (local.get $weight)
            (i32.sub (i32.load8_u offset=1 (local.get $from)) (local.get $lower)))))
      (i32.store8 (local.get $out)
        (i32.shr_s
          (i32.add (i32.const 32768)
            (i32.add
              (i32.shl (local.get $upper) (i32.const 8))
              (i32.mul
                (i32.and (i32.shr_u (local.get $atY) (i32.const 8)) (i32.const 255))
                (i32.sub (local.get $lower) (local.get $upper)))))
          (i32.const 16)))
      (local.set $x (i32.add (local.get $x) (local.get $stepX)))
      (local.set $y (i32.add (local.get $y) (local.get $stepY)))
      (local.set $out (i32.add (local.get $out) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end)))))

  ;; How much of each pixel in a row lies inside a rectangle that starts at (0, 0), times `share`
  ;; (0..255), four at a time; places in the rectangle's own pixels.
  (func (export "coverRow")
    (param $x f32) (param $y f32) (param $stepX f32) (param $stepY f32)
    (param $width f32) (param $height f32) (param $share f32) (param $out i32) (param $bytes i32)
    (local $end i32) (local $fourX v128) (local $fourY v128) (local $c v128)
    (local $half v128) (local $one v128) (local $none v128)
    (local.set $half (f32x4.splat (f32.const 0.5)))
    (local.set $one (f32x4.splat (f32.const 1)))
    (local.set $fourX
      (f32x4.add (f32x4.splat (local.get $x))
        (f32x4.mul (v128.const f32x4 0 1 2 3) (f32x4.splat (local.get $stepX)))))
    (local.set $fourY
      (f32x4.add (f32x4.splat (local.get $y))
        (f32x4.mul (v128.const f32x4 0 1 2 3) (f32x4.splat (local.get $stepY)))))
    (local.set $stepX (f32.mul (local.get $stepX) (f32.const 4)))
    (local.set $stepY (f32.mul (local.get $stepY) (f32.const 4)))
    (local.set $end (i32.add (local.get $out) (local.get $bytes)))
    (loop $next
      (local.set $c
        (f32x4.mul
          (f32x4.max (local.get $none)
            (f32x4.min (local.get $one)
              (f32x4.add (local.get $half)
                (f32x4.min (local.get $fourX)
                  (f32x4.sub (f32x4.splat (local.get $width)) (local.get $fourX))))))
          (f32x4.max (local.get $none)
            (f32x4.min (local.get $one)
              (f32x4.add (local.get $half)
                (f32x4.min (local.get $fourY)
                  (f32x4.sub (f32x4.splat (local.get $height)) (local.get $fourY))))))))
      (local.set $c
        (i32x4.trunc_sat_f32x4_u
          (f32x4.add (local.get $half)
            (f32x4.mul (local.get $c) (f32x4.splat (local.get $share))))))
      (local.set $c (i16x8.narrow_i32x4_u (local.get $c) (local.get $c)))
      (v128.store32_lane 0 (local.get $out)
        (i8x16.narrow_i16x8_u (local.get $c) (local.get $c)))
      (local.set $fourX (f32x4.add (local.get $fourX) (f32x4.splat (local.get $stepX))))
      (local.set $fourY (f32x4.add (local.get $fourY) (f32x4.splat (local.get $stepY))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $out) (local.get $end))))))
