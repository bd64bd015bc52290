namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static LRScheduler LinearLR(
                Optimizer optimizer,
                double start_factor = 1.0 / 3,
                double end_factor = 1.0,
                int total_iters = 5,
                int last_epoch = -1,
                bool verbose = false
            ) => new impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch, verbose);

            public static partial class impl
            {
                /// <summary>Goes from one factor to another in total_iters equal steps.</summary>
                public class LinearLR : LRScheduler
                {
                    private readonly double _start;
                    private readonly double _end;
                    private readonly int _total;

                    public LinearLR(
                        Optimizer optimizer,
                        double start_factor = 1.0 / 3,
                        double end_factor = 1.0,
                        int total_iters = 5,
                        int last_epoch = -1,
                        bool verbose = false
                    )
                        : base(optimizer, last_epoch, verbose)
                    {
                        _start = start_factor;
                        _end = end_factor;
                        _total = total_iters;
                        Start();
                    }

                    private protected override double Next(double rate, double initialRate) =>
                        Epoch == 0 ? rate * _start
                        : Epoch > _total ? rate
                        : rate * (1 + (_end - _start) / (_total * _start + (Epoch - 1) * (_end - _start)));

                    private protected override double At(double initialRate) =>
                        initialRate * (_start + (_end - _start) * Math.Min(_total, Epoch) / _total);
                }
            }
        }
    }
}
